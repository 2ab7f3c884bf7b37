import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Table from 'cli-table3';
import { afterAll } from 'vitest';
import { pace, TestOffice } from './office.js';
import { startScripted, type ScriptedOptions, type ScriptedServer } from './scripted-smtp.js';
import { plainMailbox } from './smtp.js';

/** True under `npm run test:faults`, which runs and prints every cell; the whole test suite runs a selection. */
export const everyCell = process.env['MOBEVO_TEST_FAULTS'] === 'all';

/** What a run with or after a fault led to. */
export interface CellResult {
  readonly states: Record<string, number>;
  readonly attempts: readonly string[];
  readonly exitCode: number;
  readonly errors: readonly string[];
}

const start = Date.parse('2026-11-24T09:00:00+01:00');

/** An office with one mail for each of `mails` people, and a misbehaving server. */
export class FaultCell {
  private constructor(
    readonly office: TestOffice,
    readonly peer: ScriptedServer,
  ) {}

  static async open(
    options: ScriptedOptions,
    { mails = 1, smtp = {} }: { mails?: number; smtp?: Record<string, unknown> } = {},
  ): Promise<FaultCell> {
    const peer = await startScripted(options);
    const office = new TestOffice(
      { 'audit-completed': { since: '2026-11-24T00:00:00+01:00' } },
      { mailbox: plainMailbox(peer.port, { connections: 1, ...smtp }) },
    );
    office.inBulk(() => {
      for (let index = 0; index < mails; index += 1) {
        office.audit(
          office.client(`Firma ${index}`, { client: [office.user(`Osoba${index}`)] }),
          '2026-11-24T08:00:00+01:00',
        );
      }
    });
    return new FaultCell(office, peer);
  }

  /** Runs at this many minutes after 09:00. @param maxDuration milliseconds, longer on SQL Server */
  async run(minutes = 0, maxDuration?: number): Promise<CellResult> {
    const report = await this.office.run(
      new Date(start + minutes * 60_000).toISOString(),
      maxDuration === undefined ? {} : { maxDuration: maxDuration * pace },
    );
    return {
      states: this.office.states(),
      attempts: this.office
        .rows<{ outcome: string }>('SELECT outcome FROM attempts ORDER BY id')
        .map(({ outcome }) => outcome),
      exitCode: report.exitCode,
      errors: report.errors.map(({ code }) => code),
    };
  }

  /** Makes a certificate the only authority the office trusts. */
  trust(cert: string): void {
    writeFileSync(join(this.office.directory, 'ca.pem'), cert);
    const { from, smtp } = this.office.settings['mailbox'] as { from: string; smtp: object };
    this.office.settings = { ...this.office.settings, mailbox: { from, smtp: { ...smtp, caFile: 'ca.pem' } } };
  }

  async close(): Promise<void> {
    this.office.close();
    await this.peer.close();
  }
}

/** A result as text, such as `deferred, 2 attempts, exit 0`. */
export function cellText({ states, attempts, exitCode }: Pick<CellResult, 'states' | 'attempts' | 'exitCode'>): string {
  const state = Object.entries(states)
    .map(([name, count]) => (count === 1 ? name : `${count} ${name}`))
    .join(' + ');
  return `${state}, ${attempts.length} attempt${attempts.length === 1 ? '' : 's'}, exit ${exitCode}`;
}

/** Collects the results of the cells of a file; prints them as a table after the tests if every cell is run. */
export function faultTable(...head: string[]): { row: (...cells: string[]) => void } {
  const rows: string[][] = [];
  afterAll(() => {
    if (!everyCell) return;
    const table = new Table({ head, style: { head: [], border: [], compact: true } });
    table.push(...rows);
    process.stdout.write(`${table.toString()}\n`);
  });
  return {
    row: (...cells) => {
      rows.push(cells);
    },
  };
}
