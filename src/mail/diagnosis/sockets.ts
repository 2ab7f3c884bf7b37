import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { SmtpConfig } from '../../config/index.js';
import { omitUndefined } from '../../omit-undefined.js';

/** Resolves a host as the operating system does, including the hosts file. */
export async function addressesOf(host: string): Promise<string[]> {
  return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);
}

/** @throws the socket's error; ETIMEDOUT and ECONNRESET if the server does not answer or closes the connection */
export function openSocket({ host, port, timeouts }: SmtpConfig): Promise<Socket> {
  return waitForEvent(connect({ host, port, autoSelectFamily: true }), 'connect', timeouts.connect);
}

/** Performs the TLS handshake. Accepts an untrusted certificate: the caller checks it. */
export function secureSocket(socket: Socket, { host, ca, timeouts }: SmtpConfig): Promise<TLSSocket> {
  return waitForEvent(
    connectTls({
      socket,
      host,
      ...omitUndefined({ servername: isIP(host) === 0 ? host : undefined, ca }),
      rejectUnauthorized: false,
    }),
    'secureConnect',
    timeouts.connect,
  );
}

function waitForEvent<Opened extends Socket>(socket: Opened, event: string, timeoutMs: number): Promise<Opened> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }));
    }, timeoutMs);
    const onEnd = () => {
      socket.destroy(Object.assign(new Error('the server closed the connection'), { code: 'ECONNRESET' }));
    };
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    socket
      .once('error', fail)
      .once('end', onEnd)
      .once(event, () => {
        clearTimeout(timer);
        socket.off('error', fail).off('end', onEnd);
        resolve(socket);
      });
  });
}
