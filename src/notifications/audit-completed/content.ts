import type { Client } from '../kind.js';

export interface Finding {
  readonly code: string | null;
  readonly title: string | null;
  readonly severity: string;
  readonly count: number;
}

export interface Audit {
  readonly period: string | null;
  readonly occurredAt: string;
  readonly startedBy: string | null;
  /** NULL if neither the audit nor a finding says how many. */
  readonly errors: number | null;
  readonly warnings: number | null;
  readonly reportUrl: string | null;
  /** The most severe ones. */
  readonly findings: readonly Finding[];
  readonly moreFindings: number;
}

export interface AuditContent {
  /** The client of the audit with the most errors first. */
  readonly clients: readonly { readonly client: Client; readonly audits: readonly Audit[] }[];
  /** All clients. If there are very many, not every one is listed. */
  readonly clientCount: number;
  readonly total: number;
  readonly withErrors: number;
  /** Audits of which nobody knows whether they found errors. */
  readonly uncounted: number;
  readonly more: number;
  /** A link that the configuration sets for the kind. */
  readonly link?: string;
  /** True if each client has a link of its own instead. */
  readonly hasClientLinks?: boolean;
}
