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
  /** Each with its newest deliveries, oldest first. */
  readonly clients: readonly { readonly client: Client; readonly deliveries: readonly Delivery[] }[];
  /** All clients. If there are very many, not every one is listed. */
  readonly clientCount: number;
  readonly total: number;
  readonly more: number;
  /** True if one of the listed deliveries has remarks. */
  readonly hasRemarks: boolean;
  /** A link that the configuration sets for the kind. */
  readonly link?: string;
  /** True if each client has a link of its own instead. */
  readonly hasClientLinks?: boolean;
}
