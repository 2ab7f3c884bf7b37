import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import SMTPConnection, { type SMTPConnectionCustomAuthContext } from 'nodemailer/lib/smtp-connection';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import type { SmtpConfig } from '../../config/index.js';
import { omitUndefined } from '../../omit-undefined.js';
import type { Mail } from '../mailer.js';
import type { Tokens } from '../oauth2/tokens.js';
import type { SmtpError } from '../classify.js';
import { provision, smtpOptions } from '../smtp-options.js';
import type { Transcript } from './transcript.js';

const envelopeMethod = 'ENVELOPE';
type EnvelopeContext = SMTPConnectionCustomAuthContext;

/** One nodemailer connection, step by step. A step that fails rejects with nodemailer's error, or a `NotifyError`. */
export class Session {
  private readonly connection: SMTPConnection;
  private envelope: readonly (readonly [SmtpError['command'], string])[] = [];
  private refusal: SmtpError | undefined;

  /** @param socket connected, and with TLS if the connection starts with it */
  constructor(
    private readonly account: SmtpConfig,
    socket: Socket,
    private readonly transcript: Transcript,
    private readonly tokens: Tokens | undefined,
  ) {
    this.connection = new SMTPConnection({
      ...smtpOptions(account, tokens),
      connection: socket,
      secured: socket instanceof TLSSocket,
      logger: transcript.logger,
      transactionLog: true,
      // `Progress.checkCertificate` checks the certificate before the login, and ends the session if it is not trusted.
      // If the handshake failed here, the details of the certificate would be lost.
      tls: { ...omitUndefined({ ca: account.ca }), rejectUnauthorized: false },
      customAuth: { [envelopeMethod]: (context: EnvelopeContext) => this.tryEnvelope(context) },
    });
  }

  /** The TLS socket; undefined before STARTTLS. */
  get securedSocket(): TLSSocket | undefined {
    const socket = this.connection._socket;
    return socket instanceof TLSSocket ? socket : undefined;
  }

  /** Reads the greeting, sends EHLO, and sends STARTTLS and another EHLO if the account uses it. */
  open(): Promise<void> {
    return this.step((done) => {
      this.connection.connect(done);
    });
  }

  /** Makes sure that the account has a valid access token. @throws MAILBOX_TOKEN_REFUSED or MAILBOX_TOKEN_UNREACHABLE */
  async fetchToken(): Promise<void> {
    await this.tokens?.token();
  }

  async login(): Promise<void> {
    const { login } = this.account;
    if (login === undefined) return;
    if (!this.connection.allowsAuth) throw Object.assign(new Error('LOGIN_NOT_OFFERED'), { code: 'EAUTH' });
    return this.step((done) => {
      if ('password' in login) {
        const credentials = { user: login.user, pass: login.password.reveal() };
        this.connection.login({ user: login.user, credentials }, done);
        return;
      }
      const oauth2 = new XOAuth2({ user: login.user, provisionCallback: provision(this.tokens!) });
      this.connection.login({ user: login.user, method: 'XOAUTH2', oauth2 }, done);
    });
  }

  /**
   * Asks the server whether it accepts this sender and recipient, without sending a mail. nodemailer's `send` always goes
   * on to DATA, and it lets only login methods send single commands. So this logs in with an invented method, whose
   * handler sends MAIL, RCPT and RSET. That method uses no user and no password.
   */
  async checkEnvelope(from: string, to: string): Promise<void> {
    const utf8 = /[^\x20-\x7e]/.test(from + to) ? ' SMTPUTF8' : '';
    this.envelope = [
      ['MAIL FROM', `MAIL FROM:<${from}>${utf8}`],
      ['RCPT TO', `RCPT TO:<${to}>`],
      ['RSET', 'RSET'],
    ];
    await this.step((done) => {
      this.connection.login({ user: from, pass: '-', method: envelopeMethod }, done);
    });
    if (this.refusal !== undefined) throw Object.assign(new Error(this.refusal.message), this.refusal);
  }

  send({ from, to, raw }: Mail): Promise<void> {
    return this.step((done) => {
      this.connection.send({ from, to: [to], size: raw.length }, raw, done);
    });
  }

  close(): void {
    this.connection.close();
  }

  private async tryEnvelope(context: EnvelopeContext): Promise<void> {
    for (const [command, text] of this.envelope) {
      this.transcript.announce(text);
      const { status, response } = await context.sendCommand(text);
      if (status < 400 || command === undefined) continue;
      this.refusal = { message: response, response, responseCode: status, code: 'EENVELOPE', command };
      return;
    }
  }

  private step(start: (done: (error?: Error | null) => void) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const onEnd = () => {
        reject(new Error('Connection closed unexpectedly'));
      };
      this.connection.once('error', reject).once('end', onEnd);
      start((error) => {
        this.connection.off('error', reject).off('end', onEnd);
        if (error) reject(error);
        else resolve();
      });
    });
  }
}
