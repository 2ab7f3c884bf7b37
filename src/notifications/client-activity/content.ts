import type { Day } from '../../schedule/index.js';
import type { Client } from '../kind.js';

export interface ActivityItem {
  readonly at: string;
  /** Its name in Mobevo. The list of names is open. */
  readonly activity: string;
  /** The person who acted. Several people may use one client's account. */
  readonly actor: string | null;
  readonly subject: string | null;
}

export interface ClientActivity {
  readonly client: Client;
  readonly total: number;
  readonly kinds: readonly { readonly activity: string; readonly count: number }[];
  /** This client's activities of other kinds. If there are very many kinds, not every one is listed. */
  readonly otherKinds: number;
  /** This client's newest items by day, oldest first. */
  readonly days: readonly { readonly day: Day; readonly items: readonly ActivityItem[] }[];
  /** This client's activities that are counted but not listed. */
  readonly more: number;
}

export interface ClientActivityContent {
  /** Those with the most activities first. */
  readonly clients: readonly ClientActivity[];
  readonly total: number;
  /** All clients. If there are very many, not every one is listed. */
  readonly clientCount: number;
  /** Clients that are counted but not named. */
  readonly moreClients: number;
  /** Times of the first and the last activity. */
  readonly from: string;
  readonly until: string;
  /** A link that the configuration sets for the kind. */
  readonly link?: string;
  /** True if each client has a link of its own instead. */
  readonly hasClientLinks?: boolean;
}
