import type { ErrorCode } from '../messages/index.js';
import { ExitCode } from './exit-codes.js';

const { ok, failed, usage, unavailable, loginRefused, configuration } = ExitCode;

interface ErrorEntry {
  /** The first is the default. A caller may pass one of the others. */
  readonly exitCodes: readonly [ExitCode, ...ExitCode[]];
  /** Names of the arguments of its text and hint. A test compares them with the catalogues. */
  readonly args: readonly string[];
}

/**
 * All known errors. The text, hint and explanation of each are in the catalogues under `errors.<code>`. docs/errors.md
 * is generated from both.
 */
export const errorTable = {
  CONFIG_NOT_FOUND: { exitCodes: [configuration], args: ['directory', 'systemFolder', 'examples'] },
  CONFIG_UNREADABLE: { exitCodes: [configuration], args: ['file', 'reason'] },
  CONFIG_CODE_UNTRUSTED: { exitCodes: [configuration], args: ['file', 'reason'] },
  CONFIG_INVALID: { exitCodes: [configuration], args: ['file', 'count', 'issues'] },
  LOG_UNWRITABLE: { exitCodes: [configuration], args: ['file', 'reason'] },
  METRICS_UNWRITABLE: { exitCodes: [ok, configuration], args: ['file', 'reason'] },
  LOG_NOT_ROTATED: { exitCodes: [ok], args: ['file', 'reason'] },
  DATABASE_UNREACHABLE: { exitCodes: [unavailable], args: ['database', 'reason'] },
  DATABASE_BUSY: { exitCodes: [unavailable], args: ['database', 'reason'] },
  DATABASE_SETTINGS_INVALID: { exitCodes: [configuration], args: ['reason'] },
  DATABASE_NOT_LISTENING: { exitCodes: [unavailable], args: ['database', 'reason'] },
  DATABASE_INSTANCE_UNKNOWN: { exitCodes: [unavailable], args: ['database', 'reason'] },
  DATABASE_LOGIN_REFUSED: { exitCodes: [loginRefused], args: ['database', 'reason'] },
  DATABASE_CERTIFICATE_UNTRUSTED: { exitCodes: [configuration], args: ['database', 'reason'] },
  DATABASE_NOT_ENCRYPTED: { exitCodes: [configuration], args: ['database'] },
  DATABASE_ENCRYPTION_REQUIRED: { exitCodes: [configuration], args: ['database'] },
  DATABASE_MISSING: { exitCodes: [configuration], args: ['database', 'reason'] },
  DATABASE_DENIED: { exitCodes: [configuration], args: ['database', 'reason'] },
  DATABASE_DRIVER_MISSING: { exitCodes: [configuration], args: ['reason'] },
  DATABASE_ODBC_DRIVER_MISSING: { exitCodes: [configuration], args: ['drivers', 'reason'] },
  SQLITE_DRIVER_UNUSABLE: { exitCodes: [configuration], args: ['system', 'reason', 'remedy'] },
  STATE_UNREADABLE: { exitCodes: [configuration], args: ['table', 'row', 'column', 'found'] },
  STATE_DAMAGED: { exitCodes: [configuration], args: ['version', 'reason'] },
  SCHEMA_TOO_NEW: { exitCodes: [configuration], args: ['found', 'known'] },
  SCHEMA_NOT_ALLOWED: { exitCodes: [configuration], args: ['found', 'wanted', 'reason'] },
  SOURCE_CONTRACT_BROKEN: { exitCodes: [configuration], args: ['count', 'issues'] },
  SOURCE_VIEW_FAILED: { exitCodes: [failed], args: ['view', 'kinds', 'reason'] },
  SOURCE_VIEWS_FAILED: { exitCodes: [failed], args: ['views', 'kinds', 'reason'] },
  STATEMENTS_REFUSED: { exitCodes: [configuration], args: ['count', 'issues'] },
  RIGHTS_MISSING: { exitCodes: [configuration], args: ['count', 'issues'] },
  DATABASE_TOO_OLD: { exitCodes: [configuration], args: ['database', 'version', 'compatibilityLevel'] },
  DATABASE_FULL: { exitCodes: [unavailable], args: ['database', 'reason'] },
  DATABASE_SERVER_FAULT: { exitCodes: [unavailable], args: ['database', 'reason'] },
  DATABASE_DAMAGED: { exitCodes: [configuration], args: ['database', 'reason'] },
  DATABASE_READ_ONLY: { exitCodes: [unavailable], args: ['database', 'reason'] },
  TEMPLATE_BROKEN: { exitCodes: [configuration], args: ['file', 'reason'] },
  PICKUP_UNWRITABLE: { exitCodes: [configuration, unavailable], args: ['directory', 'reason'] },
  PREVIEW_UNWRITABLE: { exitCodes: [failed], args: ['directory', 'reason'] },
  MAILBOX_UNREACHABLE: { exitCodes: [unavailable], args: ['host', 'port', 'phase', 'reason'] },
  MAILBOX_REFUSES_SENDER: { exitCodes: [unavailable], args: ['host', 'port', 'phase', 'reason'] },
  MAILBOX_SUSPECTED: { exitCodes: [unavailable], args: ['account', 'phase', 'reason', 'waiting'] },
  MAILBOX_FEWER_CONNECTIONS: { exitCodes: [ok], args: ['account', 'accepted', 'configured', 'reason'] },
  MAILBOX_LOGIN_REFUSED: { exitCodes: [loginRefused], args: ['host', 'port', 'user', 'reason'] },
  MAILBOX_LOGIN_NOT_OFFERED: { exitCodes: [loginRefused], args: ['host', 'port'] },
  MAILBOX_TOKEN_REFUSED: { exitCodes: [loginRefused], args: ['server', 'reason'] },
  MAILBOX_TOKEN_NOT_ACCEPTED: { exitCodes: [loginRefused], args: ['host', 'port', 'user', 'reason'] },
  MAILBOX_TOKEN_UNREACHABLE: { exitCodes: [unavailable], args: ['server', 'reason'] },
  MAILBOX_QUOTA_REACHED: { exitCodes: [unavailable], args: ['account', 'limit'] },
  ALERT_UNDELIVERED: { exitCodes: [ok], args: ['count', 'reason'] },
  HEALTHCHECK_SILENT: { exitCodes: [ok], args: ['reason'] },
  RUN_ABANDONED: { exitCodes: [ok], args: ['count', 'ended', 'until'] },
  CLOCK_WAS_AHEAD: { exitCodes: [ok], args: ['count'] },
  PLANNING_CUT_SHORT: { exitCodes: [ok], args: ['kinds'] },
  RUN_CUT_SHORT: { exitCodes: [ok], args: ['count'] },
  RUN_OVERDUE: { exitCodes: [unavailable], args: [] },
  UNKNOWN_KIND: { exitCodes: [usage], args: ['found', 'meant', 'kinds'] },
  UNKNOWN_ACCOUNT: { exitCodes: [usage], args: ['found', 'accounts'] },
  BAD_DATE: { exitCodes: [usage], args: ['found'] },
  BAD_DURATION: { exitCodes: [usage], args: ['option', 'found'] },
  BAD_ADDRESS: { exitCodes: [usage], args: ['option', 'found'] },
  OPTION_MISSING: { exitCodes: [usage], args: ['option', 'needed'] },
  BAD_MESSAGE_ID: { exitCodes: [usage], args: ['option', 'found'] },
  OUTPUT_UNWRITABLE: { exitCodes: [failed], args: ['reason'] },
  NOBODY_FOUND: { exitCodes: [failed], args: ['found', 'meant'] },
  UNKNOWN_STATE: { exitCodes: [usage], args: ['found', 'states'] },
  BAD_SINCE: { exitCodes: [usage], args: ['found'] },
  MESSAGE_UNKNOWN: { exitCodes: [usage], args: ['id'] },
  MESSAGE_NOT_FOUND: { exitCodes: [usage], args: ['ids'] },
  PLAN_HELD: { exitCodes: [failed], args: ['kind', 'count', 'reason'] },
  PLAN_NOT_HELD: { exitCodes: [usage], args: ['kinds'] },
  NOW_IS_DRY_RUN: { exitCodes: [usage], args: ['option'] },
  DECISIONS_CONTRADICT: { exitCodes: [usage], args: ['kinds'] },
  MESSAGES_CONTRADICT: { exitCodes: [usage], args: ['ids'] },
  PLANNING_FAILED: { exitCodes: [failed], args: ['kind', 'reason'] },
  SENDING_FAILED: { exitCodes: [failed], args: ['kind', 'reason'] },
  MESSAGE_FAILED: { exitCodes: [failed], args: ['kind', 'reason'] },
  OUTCOME_NOT_RECORDED: { exitCodes: [failed], args: ['id', 'reason'] },
  UNEXPECTED: { exitCodes: [failed], args: ['reason'] },
  NO_MAIL_OF_KIND: { exitCodes: [failed], args: ['kind'] },
  NO_MAILBOX: { exitCodes: [configuration], args: [] },
} as const satisfies Record<ErrorCode, ErrorEntry>;

/** The anchor of the error's heading in docs/errors.md. */
export function anchorOf(code: ErrorCode): string {
  return code.toLowerCase();
}
