import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Received } from './smtp.js';
import { converse } from './smtp-conversation.js';

/** Points of an SMTP conversation at which the server replies; at `body`, the first bytes of a message have arrived. */
export type Stage =
  'banner' | 'ehlo' | 'starttls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'body' | 'dot' | 'rset' | 'quit';

/** What the server does at a stage in place of its usual reply. */
export interface Behaviour {
  /** The reply; `\n` separates its lines. */
  readonly reply?: string;
  /** Closes the connection, after the reply if there is one. */
  readonly drop?: boolean;
  /** Sends nothing more and leaves the connection open. */
  readonly silence?: boolean;
  /** Milliseconds after each byte of the reply. */
  readonly drip?: number;
  /** Milliseconds before the reply. */
  readonly delay?: number;
  /** Milliseconds between the two halves of the reply, which is split in the middle of a line. */
  readonly split?: number;
}

export interface Moment {
  readonly stage: Stage;
  /** The recipient of the message, once RCPT has named it. */
  readonly recipient: string | undefined;
}

/** A behaviour or a reply by stage, or a function that returns the behaviour. */
export type Script = Partial<Readonly<Record<Stage, Behaviour | string>>> | ((moment: Moment) => Behaviour | undefined);

export interface ScriptedOptions {
  readonly script?: Script;
  /** What EHLO offers, apart from STARTTLS. */
  readonly extensions?: readonly string[];
  /** PEM; the server offers STARTTLS, or speaks TLS from the start with `implicitTls`. */
  readonly certificate?: { readonly key: string; readonly cert: string };
  readonly implicitTls?: boolean;
  /** What becomes of commands that arrive together with an earlier one. */
  readonly pipelined?: 'lost' | 'refused';
  /** Called when the server answers QUIT. @param isOpen whether the client is still there */
  readonly onQuit?: (isOpen: boolean) => void;
  /** Called when the server has replied 250 to the final dot. */
  readonly onAccepted?: () => void;
}

/** What the server has received. */
export interface Records {
  /** Every command, credentials included. */
  readonly commands: string[];
  /** Messages that got a 250 to the final dot. */
  readonly received: Received[];
  /** The last stage of each recipient's message; `accepted` once the 250 is sent. */
  readonly progress: Map<string, Stage | 'accepted'>;
  /** Milliseconds from each silence to the end of its connection. */
  readonly silences: number[];
}

export interface ScriptedServer extends Readonly<Records> {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts an SMTP server on 127.0.0.1 that accepts every mail, except where its script says otherwise. */
export async function startScripted(options: ScriptedOptions = {}): Promise<ScriptedServer> {
  const sockets = new Set<Socket>();
  const records: Records = { commands: [], received: [], progress: new Map(), silences: [] };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
    });
    converse(socket, options, records);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return Object.assign(records, {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  });
}
