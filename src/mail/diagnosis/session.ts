import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { SmtpConfig } from '../../config/index.js';
import { omitUndefined } from '../../omit-undefined.js';
import type { Mail } from '../mailer.js';
import type { Tokens } from '../oauth2/tokens.js';
import { SmtpConnection } from '../smtp-connection.js';
import { EnvelopeCheck } from './envelope-check.js';
import type { Transcript } from './transcript.js';

/** The connection of a test, step by step. A step that fails rejects with nodemailer's error, or a `NotifyError`. */
export class Session {
  private readonly connection: SmtpConnection;
  private readonly envelope = new EnvelopeCheck();

  /** @param socket connected, and with TLS if the connection starts with it */
  constructor(
    account: SmtpConfig,
    socket: Socket,
    transcript: Transcript,
    private readonly tokens: Tokens | undefined,
  ) {
    const options = {
      connection: socket,
      secured: socket instanceof TLSSocket,
      // `Progress.checkCertificate` checks the certificate before the login, and ends the session if it is not trusted.
      // If the handshake failed here, the details of the certificate would be lost.
      tls: { ...omitUndefined({ ca: account.ca }), rejectUnauthorized: false },
      customAuth: this.envelope.methods,
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

  /**
   * Makes sure that the account has a valid access token. @throws MAILBOX_TOKEN_REFUSED or MAILBOX_TOKEN_UNREACHABLE
   */
  async fetchToken(): Promise<void> {
    await this.tokens?.token();
  }

  login(): Promise<void> {
    return this.connection.login();
  }

  /** Asks the server whether it accepts this sender and recipient, without sending a mail. */
  async checkEnvelope(from: string, to: string): Promise<void> {
    await this.envelope.run(this.connection, from, to);
  }

  async send({ from, to, raw }: Mail): Promise<void> {
    await this.connection.send({ from, to, size: raw.length }, raw, raw.length);
  }

  /** Says goodbye. */
  quit(): Promise<void> {
    return this.connection.quit();
  }

  close(): void {
    this.connection.close();
  }
}
