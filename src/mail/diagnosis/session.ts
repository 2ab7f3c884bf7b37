import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { SMTPConnectionCustomAuthContext } from 'nodemailer/lib/smtp-connection';
import type { SmtpConfig } from '../../config/index.js';
import { omitUndefined } from '../../omit-undefined.js';
import type { SmtpError } from '../classify.js';
import type { Mail } from '../mailer.js';
import type { Tokens } from '../oauth2/tokens.js';
import { SmtpConnection } from '../smtp-connection.js';
import type { Transcript } from './transcript.js';

const envelopeMethod = 'ENVELOPE';
type EnvelopeContext = SMTPConnectionCustomAuthContext;

/** The connection of a test, step by step. A step that fails rejects with nodemailer's error, or a `NotifyError`. */
export class Session {
  private readonly connection: SmtpConnection;
  private envelope: readonly (readonly [SmtpError['command'], string])[] = [];
  private refusal: SmtpError | undefined;

  /** @param socket connected, and with TLS if the connection starts with it */
  constructor(
    account: SmtpConfig,
    socket: Socket,
    private readonly transcript: Transcript,
    private readonly tokens: Tokens | undefined,
  ) {
    const options = {
      connection: socket,
      secured: socket instanceof TLSSocket,
      // `Progress.checkCertificate` checks the certificate before the login, and ends the session if it is not trusted.
      // If the handshake failed here, the details of the certificate would be lost.
      tls: { ...omitUndefined({ ca: account.ca }), rejectUnauthorized: false },
      customAuth: { [envelopeMethod]: (context: EnvelopeContext) => this.tryEnvelope(context) },
    };
    this.connection = new SmtpConnection(account, tokens, options, transcript.conversation);
  }

  /** The TLS socket; undefined before STARTTLS. */
  get securedSocket(): TLSSocket | undefined {
    return this.connection.securedSocket;
  }

  /** Reads the greeting, sends EHLO, and sends STARTTLS and another EHLO if the account uses it. */
  async open(): Promise<void> {
    await this.connection.open();
  }

  /** Makes sure that the account has a valid access token. @throws MAILBOX_TOKEN_REFUSED or MAILBOX_TOKEN_UNREACHABLE */
  async fetchToken(): Promise<void> {
    await this.tokens?.token();
  }

  login(): Promise<void> {
    return this.connection.login();
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
    await this.connection.runMethod(envelopeMethod, from);
    if (this.refusal !== undefined) throw Object.assign(new Error(this.refusal.message), this.refusal);
  }

  async send({ from, to, raw }: Mail): Promise<void> {
    await this.connection.send({ from, to, size: raw.length }, raw, raw.length);
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
}
