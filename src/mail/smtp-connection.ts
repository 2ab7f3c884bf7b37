import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { TLSSocket } from 'node:tls';
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import { withAsciiDomain } from '../address.js';
import type { SmtpConfig } from '../config/index.js';
import { loginNotOffered } from './classify.js';
import { ConversationGuard } from './conversation-guard.js';
import { phaseTimeouts } from './limits.js';
import type { Tokens } from './oauth2/tokens.js';
import { provision, smtpOptions } from './smtp-options.js';

/** An entry of nodemailer's log. `tnx` says what it is about; the text of `client` and `server` is what was said. */
export type ConversationListener = (entry: { readonly tnx?: string }, text: string) => void;

/** Sender, recipient and size of a message. */
export interface Envelope {
  readonly from: string;
  readonly to: string;
  /** Bytes, announced to a server that asks for them. */
  readonly size?: number;
}

/**
 * One nodemailer connection, step by step. Each step ends in the time that `ConversationGuard` gives its phases, and
 * one that fails rejects with nodemailer's error, or that of the guard.
 */
export class SmtpConnection {
  private readonly connection: SMTPConnection;
  private readonly guard: ConversationGuard;
  private watched: Socket | undefined;
  private hasEnded = false;
  private hasAnswered = false;
  private readonly announced: string[] = [];
  private rejectStep: ((error: Error) => void) | undefined;
  private onEnd: (() => void) | undefined;

  constructor(
    private readonly account: SmtpConfig,
    private readonly tokens: Tokens | undefined,
    options: SMTPConnectionOptions = {},
    private readonly listener: ConversationListener = () => undefined,
  ) {
    this.guard = new ConversationGuard(phaseTimeouts(account), (fault) => {
      this.destroy(fault);
    });
    const log: ConversationListener = (entry, text) => {
      this.onLog(entry, text);
    };
    this.connection = new SMTPConnection({
      ...smtpOptions(account),
      ...options,
      logger: { trace: log, debug: log, info: log, warn: log, error: log, fatal: log },
      transactionLog: true,
    });
    this.connection
      .on('error', (error: Error) => {
        this.end(error);
      })
      .on('end', () => {
        this.hasEnded = true;
        // After a 421 nodemailer closes first, and then calls back with the reply.
        queueMicrotask(() => {
          this.end(new Error('Connection closed unexpectedly'));
        });
      });
  }

  get isOpen(): boolean {
    return !this.hasEnded;
  }

  /** True if the connection has ended before the server answered anything to the last message. */
  get hasEndedUnanswered(): boolean {
    return this.hasEnded && !this.hasAnswered;
  }

  get socket(): Socket | undefined {
    return this.connection._socket || undefined;
  }

  /** The TLS socket; undefined without TLS, or before STARTTLS. */
  get securedSocket(): TLSSocket | undefined {
    const { socket } = this;
    return socket instanceof TLSSocket ? socket : undefined;
  }

  /** Connects, reads the greeting, sends EHLO, and sends STARTTLS and another EHLO if the account uses it. */
  async open(): Promise<void> {
    this.guard.start('connect');
    await this.step((done) => {
      this.connection.connect(done);
    });
    if (this.account.pipelining) return;
    // nodemailer has no option for it: it uses each extension that it has found.
    const offers = this.connection as unknown as { _supportedExtensions: string[] };
    offers._supportedExtensions = offers._supportedExtensions.filter((name) => name !== 'PIPELINING');
  }

  /** Logs in if the account has a login. Sends no password or token to a server that does not offer a method for it. */
  async login(): Promise<void> {
    const { login } = this.account;
    if (login === undefined) return;
    if (!this.offersLogin('password' in login))
      throw Object.assign(new Error('the server offers no login'), { code: 'EAUTH', originalCode: loginNotOffered });
    await this.step((done) => {
      if ('password' in login) {
        const credentials = { user: login.user, pass: login.password.reveal() };
        this.connection.login({ user: login.user, credentials }, done);
        return;
      }
      const oauth2 = new XOAuth2({ user: login.user, provisionCallback: provision(this.tokens!) });
      this.connection.login({ user: login.user, method: 'XOAUTH2', oauth2 }, done);
    });
  }

  /** Whether the server offers a method that the login can use. nodemailer would send PLAIN to a server without any. */
  private offersLogin(hasPassword: boolean): boolean {
    const { _supportedAuth: methods } = this.connection as unknown as { readonly _supportedAuth: readonly string[] };
    return methods.some((method) => (method === 'XOAUTH2') !== hasPassword);
  }

  /** Sets the text of the next command, which nodemailer's log would hide although it is no secret. */
  announce(command: string): void {
    this.announced.push(command);
  }

  /** Runs a login method of the option `customAuth`. */
  async runMethod(method: string, user: string): Promise<void> {
    await this.step((done) => {
      this.connection.login({ user, pass: '-', method }, done);
    });
  }

  /** Sends a message. @param bytes its length @returns the server's reply to the final dot */
  async send({ from, to, ...size }: Envelope, body: Buffer | Readable, bytes: number): Promise<string> {
    this.guard.expectBody(bytes);
    this.hasAnswered = false;
    const envelope = { from: withAsciiDomain(from), to: [withAsciiDomain(to)], ...size };
    const info = await this.step<{ response?: string }>((done) => {
      this.connection.send(envelope, body, done);
    });
    return info?.response ?? '';
  }

  /** Makes the connection ready for the next message after a refusal. */
  async reset(): Promise<void> {
    await this.step((done) => {
      this.connection.reset(done);
    });
  }

  /** Says goodbye, and closes the connection when the server has answered, or after a second. */
  async quit(): Promise<void> {
    if (!this.isOpen) return;
    await new Promise<void>((resolve) => {
      this.onEnd = resolve;
      this.connection.quit();
    });
  }

  close(): void {
    this.destroy(new Error('Connection closed unexpectedly'));
  }

  /** Closes the connection at once. The running step fails with this error. */
  destroy(error: Error): void {
    this.end(error);
    this.connection.close();
  }

  private end(error: Error): void {
    this.hasEnded = true;
    this.guard.stop();
    this.rejectStep?.(error);
    this.onEnd?.();
  }

  private onLog(entry: Parameters<ConversationListener>[0], logged: string): void {
    if (this.hasEnded) return;
    this.watchSocket();
    const text = entry.tnx === 'client' ? (this.announced.shift() ?? logged) : logged;
    this.listener(entry, text);
    switch (entry.tnx) {
      case 'network':
        this.guard.start('greeting');
        break;
      case 'client':
        this.guard.onCommand(text);
        break;
      case 'server':
        this.hasAnswered = true;
        this.guard.onReply(text);
        break;
      case 'message':
        this.guard.onBodySent();
        break;
    }
  }

  /** Counts what arrives, before nodemailer looks at it. After STARTTLS there is another socket. */
  private watchSocket(): void {
    const socket = this.connection._socket;
    if (!socket || socket === this.watched) return;
    this.watched = socket;
    socket.prependListener('data', (chunk: Buffer) => {
      if (socket === this.watched && !this.hasEnded) this.guard.onData(chunk);
    });
  }

  private step<Result = unknown>(start: (done: (error?: Error | null, result?: Result) => void) => void) {
    return new Promise<Result | undefined>((resolve, reject) => {
      this.rejectStep = reject;
      start((error, result) => {
        this.rejectStep = undefined;
        if (error) reject(error);
        else resolve(result);
      });
    });
  }
}
