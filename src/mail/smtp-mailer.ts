import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import type { SmtpConfig } from '../config/index.js';
import { omitUndefined } from '../omit-undefined.js';
import { NotifyError } from '../errors/index.js';
import { classify, type SmtpError } from './classify.js';
import type { DeliveryResult, Mail, Mailer } from './mailer.js';
import { maskOf } from './mask.js';
import { tokensOf, type Tokens } from './oauth2/tokens.js';
import { smtpOptions } from './smtp-options.js';

/**
 * Delivers over a pool of SMTP connections, with one recipient per envelope: nodemailer reports a partly refused list
 * as sent.
 */
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
    // nodemailer's stream would read the body before the server asks for it, and `isBodySent` would be wrong.
    this.transport.use('stream', ({ data, message }, done) => {
      message.createReadStream = () => (data.raw as TrackedBody).markRequested();
      done();
    });
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
      await tokens.token();
      const delivery = await this.attempt(mail, cut);
      if (delivery.replyClass !== 'login-refused') return delivery;
      await tokens.renew();
      return tokens.generation > generation ? await this.attempt(mail, cut) : delivery;
    } catch (error) {
      if (!(error instanceof NotifyError)) throw error;
      const replyClass = error.code === 'MAILBOX_TOKEN_REFUSED' ? 'login-refused' : 'unreachable';
      return { replyClass, phase: 'auth', reply: { text: error.message }, accountError: error };
    }
  }

  close(): void {
    this.transport.close();
  }

  private async attempt({ from, to, raw, messageId }: Mail, cut: AbortSignal): Promise<DeliveryResult> {
    const { host, port, login } = this.config;
    const body = new TrackedBody(raw);
    try {
      const { response } = await this.transport.sendMail({
        // As objects, because nodemailer would parse a text as a list of addresses.
        envelope: { from: { address: from, name: '' }, to: { address: to, name: '' } },
        messageId,
        raw: body,
        signal: cut,
      });
      return { replyClass: 'accepted', phase: 'dot', reply: { code: 250, text: this.mask(response) } };
    } catch (error) {
      return classify(this.maskError(error as SmtpError), {
        host,
        port,
        user: login?.user ?? '',
        hasEnvelopeStarted: body.isRequested,
        isBodySent: body.isSent,
      });
    }
  }

  private maskError({ message, response, ...rest }: SmtpError): SmtpError {
    return Object.assign(
      new Error(this.mask(message)),
      rest,
      omitUndefined({ response: response === undefined ? undefined : this.mask(response) }),
    );
  }
}

/**
 * A message's bytes as a stream that records whether a connection requested it and whether it was read to its end.
 * nodemailer reports a connection lost after the end with the same error as a refused connection.
 */
class TrackedBody extends Readable {
  isRequested = false;
  isSent = false;
  constructor(private readonly raw: Buffer) {
    super();
  }

  /** Call when the pool hands the message to a connection that is set up. */
  markRequested(): this {
    this.isRequested = true;
    return this;
  }

  override _read(): void {
    this.push(this.raw);
    this.push(null);
    this.isSent = true;
  }
}
