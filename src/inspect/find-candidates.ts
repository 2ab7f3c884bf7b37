import type { Config, KindConfig } from '../config/index.js';
import { kindOf } from '../notifications/index.js';
import { addressKey } from '../outbox/index.js';
import type { GuardianRole, UserRecord } from '../source/index.js';
import type { DeputyFacts } from './explain-deputies.js';

/** The person or address to explain. */
export interface Subject {
  readonly users: readonly UserRecord[];
  /** Recipient keys of the addresses that the configuration may name. */
  readonly addresses: readonly string[];
}

/** Why a recipient can get no mail of a kind. */
export type Exclusion =
  'unknown-address' | 'blocked' | 'no-address' | 'bad-address' | 'no-guardian-role' | 'not-configured';

/** A recipient that matches the subject. */
export interface Candidate extends DeputyFacts {
  /** `user:<id>` or `address:<address>`. Absent if no recipient was found. */
  readonly recipient?: string;
  readonly name?: string;
  readonly role?: GuardianRole;
  /** Set if the recipient can get no mail of the kind. */
  readonly reason?: Exclusion;
}

/** Finds the recipients of a kind that match the subject; one without a recipient if there are none. */
export function findCandidates(
  { fallbackRecipients }: Config,
  { id, recipients }: KindConfig,
  { users, addresses }: Subject,
  facts: ReadonlyMap<string, DeputyFacts>,
): Candidate[] {
  const { audience } = kindOf(id);
  const configuredKeys = [
    ...recipients,
    ...(audience === 'addresses' || audience === 'users' ? [] : fallbackRecipients),
  ].map(addressKey);
  const configured = addresses
    .filter((address) => configuredKeys.includes(address))
    .map((recipient) => ({ recipient }));
  const named =
    audience === 'addresses'
      ? []
      : users.map((user): Candidate => {
          const ofUser = facts.get(user.userId);
          const asUser = { recipient: `user:${user.userId}`, name: user.name, ...ofUser };
          if (user.isBlocked) return { ...asUser, reason: 'blocked' };
          if (!user.hasAddress) return { ...asUser, reason: user.address === '' ? 'no-address' : 'bad-address' };
          return audience === 'users' || user.guards[audience] > 0 || ofUser?.deputyFor !== undefined
            ? asUser
            : { ...asUser, reason: 'no-guardian-role', role: audience };
        });
  if (named.length + configured.length > 0) return [...named, ...configured];
  return [{ reason: audience === 'addresses' ? 'not-configured' : 'unknown-address' }];
}
