import { NotifyError, reasonOf } from './base.js';
import { ExitCode } from './exit-codes.js';

export interface MailServer {
  readonly host: string;
  readonly port: number;
}

/** DNS, TCP, TLS or the greeting failed, or the connection was lost; no recipient is to blame. */
export class MailboxUnreachableError extends NotifyError {
  readonly code = 'MAILBOX_UNREACHABLE';
  readonly exitCode = ExitCode.unavailable;
  constructor(
    { host, port }: MailServer,
    readonly phase: string,
    cause: unknown,
  ) {
    super('MAILBOX_UNREACHABLE', { host, port, phase, reason: reasonOf(cause) }, cause);
  }
}

/** The server speaks of the account, not of a recipient: sender not allowed, quota, relaying, policy. */
export class SenderRefusedError extends NotifyError {
  readonly code = 'MAILBOX_REFUSES_SENDER';
  readonly exitCode = ExitCode.unavailable;
  constructor(
    { host, port }: MailServer,
    readonly phase: string,
    cause: unknown,
  ) {
    super('MAILBOX_REFUSES_SENDER', { host, port, phase, reason: reasonOf(cause) }, cause);
  }
}

/** The server answers and does not accept user and password. */
export class LoginRefusedError extends NotifyError {
  readonly code = 'MAILBOX_LOGIN_REFUSED';
  readonly exitCode = ExitCode.loginRefused;
  readonly phase = 'auth';
  constructor({ host, port }: MailServer, user: string, cause: unknown) {
    super('MAILBOX_LOGIN_REFUSED', { host, port, user, reason: reasonOf(cause) }, cause);
  }
}

/** The authorization server answers and gives no access token for the account. */
export class TokenRefusedError extends NotifyError {
  readonly code = 'MAILBOX_TOKEN_REFUSED';
  readonly exitCode = ExitCode.loginRefused;
  constructor(server: string, reason: string) {
    super('MAILBOX_TOKEN_REFUSED', { server, reason: reasonOf(reason) });
  }
}

/** The authorization server cannot be reached, or answers with something else. */
export class TokenUnreachableError extends NotifyError {
  readonly code = 'MAILBOX_TOKEN_UNREACHABLE';
  readonly exitCode = ExitCode.unavailable;
  constructor(server: string, reason: string) {
    super('MAILBOX_TOKEN_UNREACHABLE', { server, reason: reasonOf(reason) });
  }
}

/** An account has sent as many messages as its `messagesPerDay` allows. */
export class QuotaReachedError extends NotifyError {
  readonly code = 'MAILBOX_QUOTA_REACHED';
  readonly exitCode = ExitCode.unavailable;
  constructor(account: string, limit: number) {
    super('MAILBOX_QUOTA_REACHED', { account, limit });
  }
}

/** A mail to an administrator did not reach everybody; only ever a warning. */
export class AlertUndeliveredError extends NotifyError {
  readonly code = 'ALERT_UNDELIVERED';
  readonly exitCode = ExitCode.ok;
  constructor(count: number, reason: string) {
    super('ALERT_UNDELIVERED', { count, reason });
  }
}

/** The address of `healthcheckUrl` did not answer; only ever a warning. The address is a secret. */
export class HealthcheckSilentError extends NotifyError {
  readonly code = 'HEALTHCHECK_SILENT';
  readonly exitCode = ExitCode.ok;
  constructor(reason: string) {
    super('HEALTHCHECK_SILENT', { reason });
  }
}

/** A mail cannot be put into the pickup folder; a full disk passes, a missing right wants a person. */
export class PickupUnwritableError extends NotifyError {
  readonly code = 'PICKUP_UNWRITABLE';
  readonly exitCode: ExitCode;
  constructor(directory: string, cause: unknown) {
    super('PICKUP_UNWRITABLE', { directory, reason: reasonOf(cause) }, cause);
    const passing = ['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'EIO'];
    this.exitCode = passing.includes((cause as NodeJS.ErrnoException).code ?? '')
      ? ExitCode.unavailable
      : ExitCode.configuration;
  }
}

/** The files of `preview --out` cannot be written. */
export class PreviewUnwritableError extends NotifyError {
  readonly code = 'PREVIEW_UNWRITABLE';
  readonly exitCode = ExitCode.failed;
  constructor(directory: string, cause: unknown) {
    super('PREVIEW_UNWRITABLE', { directory, reason: reasonOf(cause) }, cause);
  }
}

/** `test-smtp` with a pickup folder configured. */
export class NoMailboxError extends NotifyError {
  readonly code = 'NO_MAILBOX';
  readonly exitCode = ExitCode.configuration;
  constructor() {
    super('NO_MAILBOX', {});
  }
}
