import { omitUndefined } from '../omit-undefined.js';
/**
 * The source contract as data: the views this tool reads and the columns it expects of them.
 * The contract check and the scripts `source-contract.sql` are made from it.
 */
/** An `int` is a count, 0 at least. */
export type ColumnType = 'bigint' | 'int' | 'text' | 'bit' | 'timestamp' | 'date';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly required: boolean;
  /** The only allowed values. */
  readonly values?: readonly string[];
  /** Longest text in UTF-16 code units. Text columns only. */
  readonly length?: number;
  /** The view that should have a row with this id. A kind that reads the column reads that view as well. */
  readonly refersTo?: ViewName;
  /** A column whose date is not later. Date columns only. */
  readonly notBefore?: string;
}

export interface View {
  readonly name: ViewName;
  readonly columns: readonly Column[];
  /** Other views name its rows by the key. A row with a usable key is used, whatever the other columns hold. */
  readonly isLookup?: boolean;
  /** True if an office need not have the view. */
  readonly isOptional?: boolean;
  /** Columns that identify a row, if the contract promises any. */
  readonly key: readonly string[];
  /** Columns that an index should serve, in order. */
  readonly indexes: readonly (readonly string[])[];
}

export type ViewName =
  | 'source_users'
  | 'source_clients'
  | 'source_guardians'
  | 'source_audits'
  | 'source_audit_findings'
  | 'source_document_deliveries'
  | 'source_invoice_approvals'
  | 'source_panel_activities'
  | 'source_absences'
  | 'source_deputies';

const required = (name: string, type: ColumnType, length?: number): Column => ({
  name,
  type,
  required: true,
  ...omitUndefined({ length }),
});
const optional = (name: string, type: ColumnType, length?: number): Column => ({
  ...required(name, type, length),
  required: false,
});

export const contract: readonly View[] = [
  {
    name: 'source_users',
    columns: [
      required('user_id', 'bigint'),
      required('display_name', 'text', 200),
      optional('email', 'text', 320),
      required('is_blocked', 'bit'),
      optional('locale', 'text', 10),
    ],
    key: ['user_id'],
    isLookup: true,
    indexes: [],
  },
  {
    name: 'source_clients',
    columns: [required('client_id', 'bigint'), required('name', 'text', 300), optional('tax_id', 'text', 30)],
    key: ['client_id'],
    isLookup: true,
    indexes: [],
  },
  {
    name: 'source_guardians',
    columns: [
      required('client_id', 'bigint'),
      required('user_id', 'bigint'),
      { ...required('role', 'text', 20), values: ['client', 'accounting', 'hr'] },
    ],
    key: ['client_id', 'role', 'user_id'],
    indexes: [],
  },
  {
    name: 'source_audits',
    columns: [
      required('event_id', 'bigint'),
      required('occurred_at', 'timestamp'),
      { ...required('client_id', 'bigint'), refersTo: 'source_clients' },
      optional('period', 'text', 50),
      optional('started_by', 'text', 200),
      optional('error_count', 'int'),
      optional('warning_count', 'int'),
      optional('report_url', 'text', 500),
    ],
    key: ['event_id'],
    indexes: [['occurred_at']],
  },
  {
    name: 'source_audit_findings',
    columns: [
      required('event_id', 'bigint'),
      optional('code', 'text', 50),
      required('title', 'text', 500),
      required('severity', 'text', 20),
      required('finding_count', 'int'),
    ],
    key: [],
    indexes: [['event_id']],
  },
  {
    name: 'source_document_deliveries',
    columns: [
      required('event_id', 'bigint'),
      required('occurred_at', 'timestamp'),
      { ...required('client_id', 'bigint'), refersTo: 'source_clients' },
      optional('period', 'text', 50),
      optional('delivered_on', 'date'),
      optional('delivered_by', 'text', 200),
      optional('received_by', 'text', 200),
      optional('document_kinds', 'text', 500),
      optional('document_count', 'int'),
      optional('remarks', 'text', 2000),
    ],
    key: ['event_id'],
    indexes: [['occurred_at']],
  },
  {
    name: 'source_invoice_approvals',
    columns: [
      required('event_id', 'bigint'),
      required('occurred_at', 'timestamp'),
      { ...required('user_id', 'bigint'), refersTo: 'source_users' },
      optional('client_id', 'bigint'),
      optional('invoice_kind', 'text', 50),
    ],
    key: ['event_id'],
    indexes: [['occurred_at', 'user_id']],
  },
  {
    name: 'source_panel_activities',
    columns: [
      required('event_id', 'bigint'),
      required('occurred_at', 'timestamp'),
      { ...required('client_id', 'bigint'), refersTo: 'source_clients' },
      { ...required('department', 'text', 20), values: ['hr', 'accounting'] },
      required('activity', 'text', 200),
      optional('actor', 'text', 200),
      optional('subject', 'text', 500),
    ],
    key: ['event_id'],
    indexes: [['occurred_at', 'department']],
  },
  {
    name: 'source_absences',
    columns: [
      required('absence_id', 'bigint'),
      required('person', 'text', 200),
      { ...optional('client_id', 'bigint'), refersTo: 'source_clients' },
      optional('absence_type', 'text', 200),
      required('date_from', 'date'),
      { ...required('date_to', 'date'), notBefore: 'date_from' },
      optional('registered_at', 'timestamp'),
    ],
    key: ['absence_id'],
    indexes: [['date_to']],
  },
  {
    name: 'source_deputies',
    columns: [
      required('user_id', 'bigint'),
      required('deputy_user_id', 'bigint'),
      required('date_from', 'date'),
      { ...required('date_to', 'date'), notBefore: 'date_from' },
    ],
    isOptional: true,
    key: ['user_id', 'deputy_user_id', 'date_from'],
    indexes: [['date_to']],
  },
];

/** The views that every office has. */
export const requiredViews = contract.filter(({ isOptional }) => isOptional !== true);
