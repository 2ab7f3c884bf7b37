import type { Client } from '../kind.js';

export interface ActivityItem {
  readonly at: string;
  /** The activity's own name; the list of them is open. */
  readonly activity: string;
  /** The person who acted; several use one client's account. */
  readonly actor: string | null;
  readonly subject: string | null;
}

export interface ClientActivity {
  readonly client: Client;
  readonly total: number;
  readonly kinds: readonly { readonly activity: string; readonly count: number }[];
  /** The newest of the mail's items that are this client's, oldest first. */
  readonly items: readonly ActivityItem[];
}

export interface ClientActivityContent {
  readonly clients: readonly ClientActivity[];
  readonly total: number;
  /** Of all clients; with very many, not each is listed. */
  readonly clientCount: number;
  /** Activities counted in the totals and not listed. */
  readonly more: number;
  /** When the first and the last activity took place. */
  readonly from: string;
  readonly until: string;
}
