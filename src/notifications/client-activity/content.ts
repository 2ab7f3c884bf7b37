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
  /** This client's newest items, oldest first. */
  readonly items: readonly ActivityItem[];
}

export interface ClientActivityContent {
  readonly clients: readonly ClientActivity[];
  readonly total: number;
  /** All clients. If there are very many, not every one is listed. */
  readonly clientCount: number;
  /** Activities that are counted but not listed. */
  readonly more: number;
  /** Times of the first and the last activity. */
  readonly from: string;
  readonly until: string;
}
