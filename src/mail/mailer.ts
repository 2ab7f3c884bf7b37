import type { NotifyError } from '../errors/index.js';
import type { ReplyClass } from './reply-class.js';

/** The phase in which an attempt ended; `envelope` if MAIL, RCPT and DATA were sent together and none was answered. */
export type Phase = 'connect' | 'tls' | 'auth' | 'mail' | 'envelope' | 'rcpt' | 'data' | 'body' | 'dot' | 'write';

export interface Reply {
  readonly code?: number;
  readonly enhancedCode?: string;
  readonly text: string;
}

/** The result of one attempt to deliver a message. */
export interface DeliveryResult {
  readonly replyClass: ReplyClass;
  readonly phase: Phase;
  readonly reply: Reply;
  /**
   * The account's error: certain if `isAccountError(replyClass)`, possible if `isAmbiguous(replyClass)` and for
   * `no-reply`, absent for the other classes.
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
  /** Delivers a mail. Does not reject for errors of the server. @param cut aborts a running delivery at once */
  deliver(mail: Mail, cut: AbortSignal): Promise<DeliveryResult>;
  /** The largest number of connections that the server has had open at once; undefined without a server. */
  readonly peakConnections?: number;
  /** Ends the connections in order, within a second. */
  close(): Promise<void>;
}
