import type { ErrorCode } from '../messages/index.js';
import { ExitCode } from './exit-codes.js';

const { failed, usage, unavailable, loginRefused, configuration } = ExitCode;

/** The exit codes that each failure can lead to, for the reference; a test compares them with the classes. */
export const exitCodesOf: Readonly<Record<ErrorCode, readonly ExitCode[]>> = {
  CONFIG_NOT_FOUND: [configuration],
  CONFIG_UNREADABLE: [configuration],
  CONFIG_INVALID: [configuration],
  LOG_UNWRITABLE: [configuration],
  DATABASE_UNREACHABLE: [unavailable],
  DATABASE_BUSY: [unavailable],
  DATABASE_SETTINGS_INVALID: [configuration],
  DATABASE_NOT_LISTENING: [unavailable],
  DATABASE_INSTANCE_UNKNOWN: [unavailable],
  DATABASE_LOGIN_REFUSED: [loginRefused],
  DATABASE_CERTIFICATE_UNTRUSTED: [configuration],
  DATABASE_NOT_ENCRYPTED: [configuration],
  DATABASE_MISSING: [configuration],
  DATABASE_DENIED: [configuration],
  DATABASE_DRIVER_MISSING: [configuration],
  SCHEMA_TOO_NEW: [configuration],
  SCHEMA_NOT_ALLOWED: [configuration],
  SOURCE_CONTRACT_BROKEN: [configuration],
  TEMPLATE_BROKEN: [configuration],
  PICKUP_UNWRITABLE: [configuration, unavailable],
  PREVIEW_UNWRITABLE: [failed],
  MAILBOX_UNREACHABLE: [unavailable],
  MAILBOX_REFUSES_SENDER: [unavailable],
  MAILBOX_LOGIN_REFUSED: [loginRefused],
  MAILBOX_TOKEN_REFUSED: [loginRefused],
  MAILBOX_TOKEN_UNREACHABLE: [unavailable],
  UNKNOWN_KIND: [usage],
  UNKNOWN_ACCOUNT: [usage],
  BAD_DATE: [usage],
  BAD_DURATION: [usage],
  BAD_ADDRESS: [usage],
  BAD_MESSAGE_ID: [usage],
  MESSAGE_NOT_FOUND: [usage],
  NO_MAILBOX: [configuration],
};
