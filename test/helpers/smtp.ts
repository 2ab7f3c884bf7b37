import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';

export interface Received {
  readonly from: string;
  readonly to: string[];
  readonly raw: Buffer;
}

export interface SmtpPeer {
  readonly port: number;
  readonly received: Received[];
  close(): Promise<void>;
}

export interface SmtpFault {
  readonly code: number;
  readonly text: string;
}

export interface PeerOptions extends SMTPServerOptions {
  /** Refusal of a recipient; undefined accepts it. */
  readonly recipient?: (address: string) => SmtpFault | undefined;
  /** Refusal of the message at the final dot; undefined accepts it. */
  readonly message?: (received: Received) => SmtpFault | undefined;
  /** Milliseconds between the final dot and the reply. */
  readonly delay?: number;
}

/** Starts a real SMTP server on 127.0.0.1 that records the messages it accepts. */
export async function startSmtp({ recipient, message, delay = 0, ...options }: PeerOptions = {}): Promise<SmtpPeer> {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: options.secure === true || options.key !== undefined ? [] : ['STARTTLS'],
    onRcptTo: ({ address }, _session, callback) => {
      callback(faultError(recipient?.(address)));
    },
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const mail = receivedOf(session, Buffer.concat(chunks));
        const fault = message?.(mail);
        if (fault === undefined) received.push(mail);
        setTimeout(() => {
          callback(faultError(fault));
        }, delay);
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
}

function receivedOf({ envelope }: SMTPServerSession, raw: Buffer): Received {
  const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
  return { from, to: envelope.rcptTo.map(({ address }) => address), raw };
}

function faultError(fault: SmtpFault | undefined): Error | null {
  return fault === undefined ? null : Object.assign(new Error(fault.text), { responseCode: fault.code });
}

/** Mailbox settings for a peer without TLS. */
export function plainMailbox(port: number, more: Record<string, unknown> = {}): object {
  return { from: 'powiadomienia@biuro.example', smtp: { host: '127.0.0.1', port, security: 'none', ...more } };
}
