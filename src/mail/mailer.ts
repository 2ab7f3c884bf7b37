import type { NotifyError } from '../errors/index.js';
import type { ReplyClass } from './reply-class.js';

/** How far an attempt came; `envelope` if MAIL, RCPT and DATA were sent together and none was answered. */
export type Phase = 'connect' | 'tls' | 'auth' | 'mail' | 'envelope' | 'rcpt' | 'data' | 'body' | 'dot' | 'write';

export interface Reply {
  readonly code?: number;
  readonly enhancedCode?: string;
  readonly text: string;
}

/** The end of one attempt to deliver a message. */
export interface DeliveryResult {
  readonly replyClass: ReplyClass;
  readonly phase: Phase;
  readonly reply: Reply;
  /**
   * What is wrong with the account: certain if `isAccountError(replyClass)`, possible for `ambiguous`, `disconnected`
   * and `no-reply`, absent for the other classes.
   */
  readonly accountError?: NotifyError;
}

export interface Mail {
  readonly from: string;
  readonly to: string;
  /** The composed message. */
  readonly raw: Buffer;
  readonly messageId: string;
}

/** Delivers mails: through an SMTP account or into a pickup folder. */
export interface Mailer {
  /** @param cut stops a delivery under way at once */
  deliver(mail: Mail, cut: AbortSignal): Promise<DeliveryResult>;
  close(): void;
}
