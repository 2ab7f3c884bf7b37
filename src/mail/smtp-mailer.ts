import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import type MailMessage from 'nodemailer/lib/mailer/mail-message';
import MimeNode from 'nodemailer/lib/mime-node';
import type { SMTPPoolSentMessageInfo } from 'nodemailer/lib/smtp-pool';
import type { SmtpConfig } from '../config/index.js';
import { defined } from '../defined.js';
import { LoginRefusedError, NotifyError } from '../errors/index.js';
import { classify, type SmtpFault } from './classify.js';
import type { Delivery, Mail, Mailer } from './mailer.js';
import { maskOf } from './mask.js';
import { tokensOf, type Tokens } from './oauth2/tokens.js';
import { smtpOptions } from './smtp-options.js';

/** Delivers over a pool of SMTP connections, one envelope a recipient: a partly refused list would count as sent. */
export class SmtpMailer implements Mailer {
  private readonly tokens: Tokens | undefined;
  private readonly transport;
  private readonly mask: (text: string) => string;

  constructor(
    private readonly config: SmtpConfig,
    connections: number,
  ) {
    this.tokens = tokensOf(config);
    this.mask = maskOf(config);
    this.transport = createTransport({
      ...smtpOptions(config, this.tokens),
      pool: true,
      maxConnections: connections,
      maxRequeues: 0,
    });
  }

  async deliver(mail: Mail, cut: AbortSignal): Promise<Delivery> {
    const {
      tokens,
      config: { maxMessageSize = Number.POSITIVE_INFINITY },
    } = this;
    if (mail.raw.length > maxMessageSize) {
      return {
        result: 'failed',
        phase: 'mail',
        reply: { text: `${mail.raw.length} bytes are more than any account takes (${maxMessageSize})` },
      };
    }
    if (tokens === undefined) return this.attempt(mail, cut);
    const { generation } = tokens;
    try {
      await tokens.token();
      const delivery = await this.attempt(mail, cut);
      if (delivery.result !== 'stopped' || !(delivery.error instanceof LoginRefusedError)) return delivery;
      await tokens.renewed();
      return tokens.generation > generation ? await this.attempt(mail, cut) : delivery;
    } catch (error) {
      if (!(error instanceof NotifyError)) throw error;
      return { result: 'stopped', phase: 'auth', reply: { text: error.message }, error };
    }
  }

  close(): void {
    this.transport.close();
  }

  private async attempt({ from, to, raw, messageId }: Mail, cut: AbortSignal): Promise<Delivery> {
    const { host, port, login } = this.config;
    const body = new TrackedBody(raw);
    try {
      const { response } = await this.enqueue({ from, to, messageId, body }, cut);
      return { result: 'sent', phase: 'dot', reply: { code: 250, text: this.mask(response) } };
    } catch (error) {
      return classify(this.masked(error as SmtpFault), {
        host,
        port,
        user: login?.user ?? '',
        envelopeBegun: body.isRequested,
        bodyEnded: body.hasEnded,
      });
    }
  }

  /**
   * To nodemailer's pool itself: its `sendMail` would first compile the message, 5% of this thread's time, and pipe the
   * body through streams that read ahead, long before the server asks for it.
   */
  private enqueue(
    { from, to, messageId, body }: Omit<Mail, 'raw'> & { body: TrackedBody },
    signal: AbortSignal,
  ): Promise<SMTPPoolSentMessageInfo> {
    const message = {
      data: { signal },
      message: {
        getEnvelope: () => envelopeOf(from, to),
        messageId: () => messageId,
        getHeader: () => messageId,
        createReadStream: () => body.requested(),
      },
    } as unknown as MailMessage<SMTPPoolSentMessageInfo>;
    return new Promise((resolve, reject) => {
      this.transport.transporter.send(message, (error, info) => {
        if (error === null) resolve(info!);
        else reject(error);
      });
    });
  }

  private masked({ message, response, ...fault }: SmtpFault): SmtpFault {
    return Object.assign(
      new Error(this.mask(message)),
      fault,
      defined({ response: response === undefined ? undefined : this.mask(response) }),
    );
  }
}

/** Addresses as the server is given them; nodemailer knows how those with other letters are written. */
function envelopeOf(from: string, to: string): MimeNode.Envelope {
  return /^[\x21-\x7e]*$/.test(from + to) ? { from, to: [to] } : new MimeNode().setEnvelope({ from, to }).getEnvelope();
}

/**
 * The message as a stream that notes when a connection began its envelope and when it was read to its end: one
 * lost there looks, in nodemailer's error, like one that was refused.
 */
class TrackedBody extends Readable {
  isRequested = false;
  hasEnded = false;
  constructor(private readonly raw: Buffer) {
    super();
  }

  /** The pool asks for the body when it hands a mail to a connection that is set up. */
  requested(): this {
    this.isRequested = true;
    return this;
  }

  override _read(): void {
    this.push(this.raw);
    this.push(null);
    this.hasEnded = true;
  }
}
