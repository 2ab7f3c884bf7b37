import type { SmtpConfig } from '../../config/index.js';
import { omitUndefined } from '../../omit-undefined.js';
import { maskOf } from '../mask.js';
import { cutReply } from '../reply-text.js';
import type { ConversationListener } from '../smtp-connection.js';

export interface TranscriptLine {
  readonly from: 'client' | 'server';
  readonly text: string;
}

/** A command and its reply. The greeting has no command. */
export interface Exchange {
  readonly command?: string;
  readonly reply: string;
  readonly milliseconds: number;
}

export interface TranscriptListener {
  line(line: TranscriptLine): void;
  /** A command is about to be sent. */
  command(command: string): void;
  exchange(exchange: Exchange): void;
}

/** Turns nodemailer's transaction log of one connection into timed exchanges. Secrets are masked. */
export class Transcript {
  private readonly pending: { command: string; sentAt: number }[] = [];
  private readonly mask: (text: string) => string;
  private isAuthenticating = false;
  private readonly startedAt = performance.now();

  constructor(
    account: SmtpConfig,
    private readonly listener: TranscriptListener,
  ) {
    this.mask = maskOf(account);
  }

  /** Listens to nodemailer's log, which marks the entries of a conversation as `client` or `server`. */
  readonly conversation: ConversationListener = ({ tnx }, text) => {
    if (tnx === 'client') this.onSent(text);
    if (tnx === 'server') this.onReceived(text);
  };

  private onSent(text: string): void {
    if (/^AUTH /i.test(text)) this.isAuthenticating = true;
    const command = this.isAuthenticating
      ? text.replace(/^(AUTH \S+) .*|^(?!AUTH ).+/is, (_whole, verb?: string) => `${verb ?? ''} ***`.trim())
      : text;
    this.pending.push({ command, sentAt: performance.now() });
    this.listener.line({ from: 'client', text: command });
    this.listener.command(command);
  }

  private onReceived(text: string): void {
    const reply = cutReply(this.mask(text));
    if (!reply.startsWith('334')) this.isAuthenticating = false;
    const { command, sentAt } = this.pending.shift() ?? { sentAt: this.startedAt };
    this.listener.line({ from: 'server', text: reply });
    this.listener.exchange({
      ...omitUndefined({ command }),
      reply,
      milliseconds: performance.now() - sentAt,
    });
  }
}
