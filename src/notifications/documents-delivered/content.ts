import type { Client } from '../kind.js';

export interface Delivery {
  /** The month the documents belong to, as the office writes it. */
  readonly period: string | null;
  readonly occurredAt: string;
  readonly deliveredOn: string | null;
  readonly deliveredBy: string | null;
  readonly receivedBy: string | null;
  readonly kinds: string | null;
  readonly count: number | null;
  readonly remarks: string | null;
}

export interface DeliveriesContent {
  /** Each with the newest of the mail's deliveries that are its own, oldest first. */
  readonly clients: readonly { readonly client: Client; readonly deliveries: readonly Delivery[] }[];
  /** Of all clients; with very many, not each is listed. */
  readonly clientCount: number;
  readonly total: number;
  readonly more: number;
}
