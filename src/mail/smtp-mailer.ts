import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { SmtpConfig } from '../config/index.js';
import { NotifyError } from '../errors/index.js';
import { classify, joinLines, type SmtpError } from './classify.js';
import { cutError } from './cut-error.js';
import type { DeliveryResult, Mail, Mailer } from './mailer.js';
import { maskOf } from './mask.js';
import { tokensOf, type Tokens } from './oauth2/tokens.js';
import { SmtpConnection } from './smtp-connection.js';
import { openSocket, secureSocket } from './sockets.js';

/** Messages after which a connection is replaced: some servers end a longer one with an error. */
const maxMessages = 100;

interface OpenConnection {
  readonly connection: SmtpConnection;
  messages: number;
  /** True after a refusal: the next message needs RSET first. */
  needsReset: boolean;
}

/**
 * Delivers over SMTP connections, with one recipient per envelope: nodemailer reports a partly refused list as sent. As
 * many connections are open as deliveries run at once.
 */
export class SmtpMailer implements Mailer {
  peakConnections = 0;
  private readonly established = new Set<SmtpConnection>();
  private readonly tokens: Tokens | undefined;
  private readonly idle: OpenConnection[] = [];
  private readonly mask: (text: string) => string;
  /** Connections that say goodbye. */
  private readonly ending = new Set<Promise<void>>();

  constructor(private readonly config: SmtpConfig) {
    this.tokens = tokensOf(config);
    this.mask = maskOf(config);
  }

  async deliver(mail: Mail, cut: AbortSignal): Promise<DeliveryResult> {
    const {
      tokens,
      config: { maxMessageSize = Number.POSITIVE_INFINITY },
    } = this;
    if (mail.raw.length > maxMessageSize) {
      return {
        replyClass: 'permanent',
        phase: 'mail',
        reply: { text: `${mail.raw.length} bytes are more than any account takes (${maxMessageSize})` },
      };
    }
    if (tokens === undefined) return this.attempt(mail, cut);
    const { generation } = tokens;
    try {
      await unlessCut(cut, () => tokens.token());
      const delivery = await this.attempt(mail, cut);
      if (delivery.replyClass !== 'login-refused') return delivery;
      await unlessCut(cut, () => tokens.renew());
      return tokens.generation > generation ? await this.attempt(mail, cut) : delivery;
    } catch (error) {
      if (!(error instanceof NotifyError)) return this.classify(error as SmtpError, false, false);
      const replyClass = error.code === 'MAILBOX_TOKEN_REFUSED' ? 'login-refused' : 'unreachable';
      return { replyClass, phase: 'auth', reply: { text: error.message }, accountError: error };
    }
  }

  async close(): Promise<void> {
    for (const { connection } of this.idle.splice(0)) this.quit(connection);
    await Promise.all(this.ending);
  }

  private async attempt({ from, to, raw, messageId }: Mail, cut: AbortSignal): Promise<DeliveryResult> {
    const body = new TrackedBody(raw);
    let used: SmtpConnection | undefined;
    try {
      const response = await this.withConnection(cut, (connection, isReused) => {
        used = connection;
        body.isRequested = true;
        body.isReused = isReused;
        return connection.send({ from, to }, body, raw.length);
      });
      return { replyClass: 'accepted', phase: 'dot', reply: { code: 250, text: this.mask(joinLines(response)) } };
    } catch (error) {
      const isUseless =
        isUsedUp(error as SmtpError) || (isLost(error as SmtpError) && used?.hasEndedUnanswered === true);
      if (body.isReused && isUseless) return this.attempt({ from, to, raw, messageId }, cut);
      return this.classify(error as SmtpError, body.isRequested, body.isSent);
    }
  }

  private quit(connection: SmtpConnection): void {
    const end = connection.quit().finally(() => this.ending.delete(end));
    this.ending.add(end);
  }

  private classify(error: SmtpError, hasEnvelopeStarted: boolean, isBodySent: boolean): DeliveryResult {
    const { host, port, login } = this.config;
    const user = login?.user ?? '';
    const hasToken = this.tokens !== undefined;
    return classify(error, { host, port, user, hasToken, hasEnvelopeStarted, isBodySent, mask: this.mask });
  }

  /** Runs `send` over a connection that is set up. */
  private async withConnection(
    cut: AbortSignal,
    send: (connection: SmtpConnection, isReused: boolean) => Promise<string>,
  ): Promise<string> {
    const open = (await this.takeIdle(cut)) ?? (await this.openAnother(cut));
    const { connection } = open;
    try {
      return await runUnlessCut(connection, cut, async () => {
        if (open.messages === 0) {
          await connection.open();
          await connection.login();
          this.countEstablished(connection);
        }
        open.messages += 1;
        return send(connection, open.messages > 1);
      });
    } catch (error) {
      // A connection that could not be set up, or that the server is about to close, is of no use.
      const { code } = error as SmtpError;
      open.needsReset = (code === 'EENVELOPE' || code === 'EMESSAGE') && !isUsedUp(error as SmtpError);
      if (!open.needsReset) connection.close();
      throw error;
    } finally {
      if (connection.isOpen && open.messages < maxMessages) this.idle.push(open);
      else this.quit(connection);
    }
  }

  private countEstablished(connection: SmtpConnection): void {
    for (const earlier of this.established) if (!earlier.isOpen) this.established.delete(earlier);
    this.established.add(connection);
    this.peakConnections = Math.max(this.peakConnections, this.established.size);
  }

  /** Waits for the ends of those that say goodbye, because a server may count them. */
  private async openAnother(cut: AbortSignal): Promise<OpenConnection> {
    await Promise.all(this.ending);
    const socket = await this.connect(cut);
    const options = { connection: socket, secured: socket instanceof TLSSocket };
    return { connection: new SmtpConnection(this.config, this.tokens, options), messages: 0, needsReset: false };
  }

  /** As the test of a mailbox connects. nodemailer would ask DNS for the host, and not heed the hosts file. */
  private async connect(cut: AbortSignal): Promise<Socket> {
    if (cut.aborted) throw cutError();
    const { security, timeouts } = this.config;
    const deadline = performance.now() + timeouts.connect;
    const socket = await openSocket(this.config, cut);
    if (security !== 'tls') return socket;
    const timeout = deadline - performance.now();
    return secureSocket(socket, this.config, { rejectUnauthorized: true, timeout, cut });
  }

  /** Returns a connection of an earlier message that is still open. */
  private async takeIdle(cut: AbortSignal): Promise<OpenConnection | undefined> {
    for (let open = this.idle.pop(); open !== undefined; open = this.idle.pop()) {
      const { connection, needsReset } = open;
      if (needsReset)
        await runUnlessCut(connection, cut, () => connection.reset()).catch(() => {
          connection.close();
        });
      open.needsReset = false;
      if (connection.isOpen) return open;
    }
    return undefined;
  }
}

/** Whether a server takes no more messages over this connection: it answers 421, or 452 for too many recipients. */
function isUsedUp({ responseCode, response = '' }: SmtpError): boolean {
  return responseCode === 421 || (responseCode === 452 && !/^452[ -]\d\.(?!5\.3)/.test(response));
}

/** Whether a connection broke, without a reply, a time limit or the end of the run. */
function isLost({ code, response }: SmtpError): boolean {
  return response === undefined && (code === undefined || code === 'ECONNECTION' || code === 'ESOCKET');
}

/** Runs some work over a connection. When `cut` aborts, the connection is closed and the work fails at once. */
async function runUnlessCut<Result>(
  connection: SmtpConnection,
  cut: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  if (cut.aborted) throw cutError();
  const onCut = () => {
    connection.destroy(cutError());
  };
  cut.addEventListener('abort', onCut);
  try {
    return await work();
  } finally {
    cut.removeEventListener('abort', onCut);
  }
}

/** Requests a token and waits for it, until `cut` aborts. */
async function unlessCut(cut: AbortSignal, request: () => Promise<string>): Promise<void> {
  if (cut.aborted) throw cutError();
  let onCut: (() => void) | undefined;
  const end = new Promise<never>((_, reject) => {
    onCut = () => {
      reject(cutError());
    };
    cut.addEventListener('abort', onCut);
  });
  try {
    await Promise.race([request(), end]);
  } finally {
    cut.removeEventListener('abort', onCut!);
  }
}

/**
 * A message's bytes as a stream that records whether a connection requested it and whether it was read to its end.
 * nodemailer reports a connection lost after the end with the same error as a refused connection.
 */
class TrackedBody extends Readable {
  /** True once a connection that is set up starts the envelope. */
  isRequested = false;
  /** True if other messages went over the connection before. */
  isReused = false;
  isSent = false;
  constructor(private readonly raw: Buffer) {
    super();
  }

  override _read(): void {
    this.push(this.raw);
    this.push(null);
    this.isSent = true;
  }
}
