import { createServer, type AddressInfo, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Received } from './smtp.js';

/** Points of a conversation at which the peer answers. */
export type Stage = 'banner' | 'ehlo' | 'starttls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'body' | 'dot' | 'rset';

/** What the peer does in place of its usual answer. */
export interface Act {
  /** Its answer, whole lines without the last CRLF. */
  readonly say?: string;
  /** Closes the connection, after what it says if it says something. */
  readonly drop?: boolean;
  /** Says nothing any more, and leaves the connection open. */
  readonly silent?: boolean;
  /** Milliseconds it takes over each byte of its answer. */
  readonly drip?: number;
  /** Milliseconds before it answers. */
  readonly wait?: number;
  /** Milliseconds between the two halves of its answer, cut in the middle of a line. */
  readonly cut?: number;
}

export interface Moment {
  readonly stage: Stage;
  /** Counts connections from 1. */
  readonly connection: number;
  /** The recipient of the message, once it is named. */
  readonly to: string | undefined;
}

export interface ScriptedOptions {
  readonly act?: (moment: Moment) => Act | undefined;
  /** Called when it has said 250 to a final dot. */
  readonly accepted?: () => void;
  readonly extensions?: readonly string[];
  /** PEM; offers STARTTLS, or speaks TLS from the start. */
  readonly certificate?: { readonly key: string; readonly cert: string };
  readonly secure?: boolean;
}

export interface ScriptedPeer {
  readonly port: number;
  /** What it said 250 to at the final dot. */
  readonly received: Received[];
  /** Every command it heard, credentials included. */
  readonly heard: string[];
  readonly connections: number;
  /** The last stage of each recipient's message, `accepted` once its 250 was said. */
  readonly progress: Map<string, Stage | 'accepted'>;
  close(): Promise<void>;
}

const usual: Record<Stage, string> = {
  banner: '220 peer',
  ehlo: '250 peer',
  starttls: '220 go on',
  auth: '235 welcome',
  mail: '250 sender',
  rcpt: '250 recipient',
  data: '354 go on',
  body: '',
  dot: '250 2.0.0 queued',
  rset: '250 reset',
};
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** An SMTP server on a socket of 127.0.0.1 that misbehaves as told, and otherwise takes every mail. */
export async function startScripted({
  act = () => undefined,
  accepted,
  extensions = [],
  certificate,
  secure = false,
}: ScriptedOptions = {}): Promise<ScriptedPeer> {
  const sockets = new Set<Socket>();
  const peer = {
    received: [] as Received[],
    heard: [] as string[],
    progress: new Map<string, Stage | 'accepted'>(),
    connections: 0,
  };

  const server = createServer((raw) => {
    const connection = (peer.connections += 1);
    sockets.add(raw);
    raw
      .on('error', () => undefined)
      .on('close', () => {
        sockets.delete(raw);
      });
    let socket: Socket = raw;
    let isOver = false;
    let [from, to]: [string, string | undefined] = ['', undefined];
    let body: string | undefined;
    let isBodyTold = false;
    let unread = '';
    let work = Promise.resolve();

    const answer = async (stage: Stage, text = usual[stage]): Promise<void> => {
      if (to !== undefined) peer.progress.set(to, stage);
      const told = act({ stage, connection, to }) ?? {};
      if (told.wait !== undefined) await pause(told.wait);
      if (told.silent === true) {
        isOver = true;
        return;
      }
      const line = told.say ?? (told.drop === true ? '' : text);
      if (stage === 'dot' && line.startsWith('250')) {
        peer.received.push({
          from,
          to: [Buffer.from(to!, 'latin1').toString('utf8')],
          raw: Buffer.from(body!, 'latin1'),
        });
        peer.progress.set(to!, 'accepted');
      }
      const bytes = line === '' ? '' : `${line}\r\n`;
      if (told.drip !== undefined)
        for (const byte of bytes) {
          socket.write(byte);
          await pause(told.drip);
        }
      else if (told.cut !== undefined) {
        socket.write(bytes.slice(0, bytes.length / 2));
        await pause(told.cut);
        socket.write(bytes.slice(bytes.length / 2));
      } else if (bytes !== '') socket.write(bytes);
      if (stage === 'dot' && line.startsWith('250')) accepted?.();
      if (told.drop === true) {
        isOver = true;
        socket.destroySoon();
      }
      if (line.startsWith('354')) [body, isBodyTold] = ['', false];
      if (stage === 'starttls' && line.startsWith('220')) secureNow();
    };

    const hear = async (line: string): Promise<void> => {
      peer.heard.push(line);
      const [, word = '', path = ''] = /^(\w+)(?:.*<(.*)>)?/.exec(line) ?? [];
      switch (word.toUpperCase()) {
        case 'HELO':
          return answer('ehlo');
        case 'EHLO': {
          const offers = [
            ...extensions,
            ...(certificate !== undefined && socket === raw && !secure ? ['STARTTLS'] : []),
          ];
          return answer(
            'ehlo',
            ['peer', ...offers]
              .map((offer, index, all) => `250${index < all.length - 1 ? '-' : ' '}${offer}`)
              .join('\r\n'),
          );
        }
        case 'STARTTLS':
          return answer('starttls');
        case 'AUTH':
          return answer('auth');
        case 'MAIL':
          [from, to] = [path, undefined];
          return answer('mail');
        case 'RCPT':
          to = path;
          return answer('rcpt');
        case 'DATA':
          return answer('data');
        case 'RSET':
          return answer('rset');
        case 'QUIT':
          socket.end('221 bye\r\n');
          return;
        default:
          socket.write('500 what\r\n');
      }
    };

    /** Takes lines and bodies from what has arrived, one answer at a time. */
    const read = async (): Promise<void> => {
      while (!isOver) {
        if (body !== undefined) {
          if (unread !== '' && !isBodyTold) {
            isBodyTold = true;
            await answer('body');
            continue;
          }
          body += unread;
          unread = '';
          const end = body.indexOf('\r\n.\r\n');
          if (end === -1) return;
          unread = body.slice(end + 5);
          body = body.slice(0, end + 2);
          await answer('dot');
          body = undefined;
          continue;
        }
        const end = unread.indexOf('\n');
        if (end === -1) return;
        const line = unread.slice(0, end).replace(/\r$/, '');
        unread = unread.slice(end + 1);
        await hear(line);
      }
    };

    const listen = (): void => {
      socket.on('data', (data: Buffer) => {
        unread += data.toString('latin1');
        work = work.then(read);
      });
    };
    const secureNow = (): void => {
      raw.removeAllListeners('data');
      socket = new TLSSocket(raw, { isServer: true, key: certificate!.key, cert: certificate!.cert });
      socket.on('error', () => undefined);
      listen();
    };
    if (secure) secureNow();
    else listen();
    work = work.then(() => answer('banner'));
  });

  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return Object.assign(peer, {
    port,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  });
}
