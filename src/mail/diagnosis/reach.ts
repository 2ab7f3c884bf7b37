import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { SmtpConfig } from '../../config/index.js';
import { defined } from '../../defined.js';
import { smtpTimeouts } from '../limits.js';

/** Addresses of a host as this system resolves it, so the file hosts counts too. */
export async function addressesOf(host: string): Promise<string[]> {
  return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);
}

export function openSocket(host: string, port: number): Promise<Socket> {
  return settled(connect({ host, port, autoSelectFamily: true }), 'connect');
}

/** TLS before the first word. An untrusted certificate is no error here: whoever calls looks at it. */
export function secureSocket(socket: Socket, { host, ca }: SmtpConfig): Promise<TLSSocket> {
  return settled(
    connectTls({
      socket,
      host,
      ...defined({ servername: isIP(host) === 0 ? host : undefined, ca }),
      rejectUnauthorized: false,
    }),
    'secureConnect',
  );
}

function settled<Opened extends Socket>(socket: Opened, event: string): Promise<Opened> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }));
    }, smtpTimeouts.connectionTimeout);
    const lost = () => {
      socket.destroy(Object.assign(new Error('the server closed the connection'), { code: 'ECONNRESET' }));
    };
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    socket
      .once('error', fail)
      .once('end', lost)
      .once(event, () => {
        clearTimeout(timer);
        socket.off('error', fail).off('end', lost);
        resolve(socket);
      });
  });
}
