import { firms, type Firm } from './firms.js';
import { assignGuardians, type Guardians } from './guardians.js';
import { randomNip } from './nip.js';
import { randomPerson } from './people.js';
import type { Random } from './random.js';

export interface Client extends Firm {
  readonly id: number;
  readonly taxId: string;
  readonly guardians: Guardians;
  /** People who use the firm's panel account. */
  readonly actors: readonly string[];
  readonly employees: readonly string[];
}

/** One client per firm, with a tax number, guardians and people. */
export function makeClients(random: Random): Client[] {
  const nips = new Map(firms.map(({ name }) => [name, randomNip(random)]));
  return firms.map((firm, index) => ({
    ...firm,
    id: 2_001 + index * 3,
    taxId: nips.get(firm.branchOf ?? firm.name) as string,
    guardians: assignGuardians(index, firm.peculiarity),
    actors: randomPeople(random, random.integer(2, 4)),
    employees: randomPeople(random, random.integer(2, 6)),
  }));
}

/** The clients with a peculiarity. They get recent events, so that the first run shows it. */
export function peculiarClients(clients: readonly Client[]): Client[] {
  return clients.filter(({ peculiarity }) => peculiarity !== undefined);
}

function randomPeople(random: Random, count: number): string[] {
  return [...new Set(random.times(count, () => randomPerson(random)))];
}
