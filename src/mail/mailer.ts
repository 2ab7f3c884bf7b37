import type { NotifyError } from '../errors/index.js';

/** How far an attempt came; `envelope` where MAIL, RCPT and DATA were sent together and none was answered. */
export type Phase = 'connect' | 'tls' | 'auth' | 'mail' | 'envelope' | 'rcpt' | 'data' | 'body' | 'dot' | 'write';

export interface Reply {
  readonly code?: number;
  readonly enhancedCode?: string;
  readonly text: string;
}

/** What became of one message. */
export type Delivery =
  | {
      readonly result: 'sent' | 'deferred' | 'failed' | 'unknown';
      readonly phase: Phase;
      readonly reply: Reply;
      /** What it is instead when several recipients in a row meet the same: a fault of the account. */
      readonly suspicion?: NotifyError;
    }
  /** The account or the way to it is at fault: the message waits, and so do all others. */
  | { readonly result: 'stopped'; readonly phase: Phase; readonly reply: Reply; readonly error: NotifyError };

export interface Mail {
  readonly from: string;
  readonly to: string;
  /** The composed message. */
  readonly raw: Buffer;
  readonly messageId: string;
}

/** A way out for mails: an SMTP account or a pickup folder. */
export interface Mailer {
  /** @param cut breaks the delivery off */
  deliver(mail: Mail, cut: AbortSignal): Promise<Delivery>;
  close(): void;
}
