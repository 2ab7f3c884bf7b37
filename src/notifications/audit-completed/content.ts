import type { Client } from '../kind.js';

export interface Finding {
  readonly code: string | null;
  readonly title: string | null;
  readonly severity: string;
  readonly count: number;
}

export interface Audit {
  readonly client: Client;
  readonly period: string | null;
  readonly occurredAt: string;
  readonly startedBy: string | null;
  readonly errors: number;
  readonly warnings: number;
  readonly reportUrl: string | null;
  /** The weightiest ones. */
  readonly findings: readonly Finding[];
  readonly moreFindings: number;
}

export interface AuditContent {
  readonly audits: readonly Audit[];
  readonly total: number;
  readonly more: number;
}
