import type { SmtpConfig } from '../../config/index.js';
import { defined } from '../../defined.js';
import { maskOf } from '../mask.js';

export interface TranscriptLine {
  readonly from: 'client' | 'server';
  readonly text: string;
}

/** A command and the reply to it; the greeting answers none. */
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

/** Turns nodemailer's transaction log of one connection into exchanges and their times; secrets are masked. */
export class Transcript {
  private readonly pending: { command: string; since: number }[] = [];
  private readonly mask: (text: string) => string;
  private readonly announced: string[] = [];
  private isAuthenticating = false;
  private readonly begun = performance.now();

  constructor(
    account: SmtpConfig,
    private readonly listener: TranscriptListener,
  ) {
    this.mask = maskOf(account);
  }

  /** The logger that nodemailer takes; entries of a conversation are marked `client` and `server`. */
  get logger() {
    const note = (entry: { tnx?: string }, text: string) => {
      if (entry.tnx === 'client') this.sent(text);
      if (entry.tnx === 'server') this.received(text);
    };
    return { trace: note, debug: note, info: note, warn: note, error: note, fatal: note };
  }

  /** What the next command will be, where the log would hide it although it is no secret. */
  announce(command: string): void {
    this.announced.push(command);
  }

  private sent(logged: string): void {
    const text = this.announced.shift() ?? logged;
    if (/^AUTH /i.test(text)) this.isAuthenticating = true;
    const command = this.isAuthenticating
      ? text.replace(/^(AUTH \S+) .*|^(?!AUTH ).+/is, (_whole, verb?: string) => `${verb ?? ''} ***`.trim())
      : text;
    this.pending.push({ command, since: performance.now() });
    this.listener.line({ from: 'client', text: command });
    this.listener.command(command);
  }

  private received(text: string): void {
    const reply = this.mask(text);
    if (!reply.startsWith('334')) this.isAuthenticating = false;
    const { command, since } = this.pending.shift() ?? { since: this.begun };
    this.listener.line({ from: 'server', text: reply });
    this.listener.exchange({
      ...defined({ command }),
      reply,
      milliseconds: performance.now() - since,
    });
  }
}
