import type { Client } from '../kind.js';

export interface Delivery {
  readonly client: Client;
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
  readonly deliveries: readonly Delivery[];
  readonly total: number;
  readonly more: number;
}
