import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { SmtpConfig } from '../config/index.js';
import { reasonOf } from '../errors/index.js';
import { omitUndefined } from '../omit-undefined.js';
import { cutError } from './cut-error.js';

/** Resolves a host as the operating system does, including the hosts file. */
export async function addressesOf(host: string): Promise<string[]> {
  return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);
}

/**
 * Milliseconds for one of several addresses of a host, so that one without an answer leaves time for the next. A lost
 * packet is sent again after a second.
 */
const addressMs = 2_000;

/**
 * Connects to the first address of the host that answers.
 * @param cut closes the socket
 * @throws the socket's error; ETIMEDOUT and ECONNRESET if the server does not answer or closes the connection
 */
export function openSocket({ host, port, timeouts }: SmtpConfig, cut?: AbortSignal): Promise<Socket> {
  const options = { host, port, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: addressMs };
  return waitForEvent(connect(options), 'connect', timeouts.connect, cut);
}

interface SecureOptions {
  /** If false, the caller checks the certificate. */
  readonly rejectUnauthorized: boolean;
  /** Milliseconds. */
  readonly timeout: number;
  /** Closes the socket. */
  readonly cut?: AbortSignal;
}

/** Performs the TLS handshake. @throws as `openSocket` does, or the error of a certificate */
export function secureSocket(
  socket: Socket,
  { host, ca }: SmtpConfig,
  { rejectUnauthorized, timeout, cut }: SecureOptions,
): Promise<TLSSocket> {
  return waitForEvent(
    connectTls({
      socket,
      host,
      ...omitUndefined({ servername: isIP(host) === 0 ? host : undefined, ca }),
      rejectUnauthorized,
    }),
    'secureConnect',
    timeout,
    cut,
  );
}

function waitForEvent<Opened extends Socket>(
  socket: Opened,
  event: string,
  timeoutMs: number,
  cut?: AbortSignal,
): Promise<Opened> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }));
    }, timeoutMs);
    const onCut = () => {
      socket.destroy(cutError());
    };
    const onEnd = () => {
      socket.destroy(Object.assign(new Error('the server closed the connection'), { code: 'ECONNRESET' }));
    };
    const settle = () => {
      clearTimeout(timer);
      cut?.removeEventListener('abort', onCut);
    };
    const fail = (error: NodeJS.ErrnoException) => {
      settle();
      // If all addresses fail, Node gives an error without a text of its own.
      reject(error.message === '' ? Object.assign(new Error(reasonOf(error)), { code: error.code }) : error);
    };
    cut?.addEventListener('abort', onCut);
    socket
      .once('error', fail)
      .once('end', onEnd)
      .once(event, () => {
        settle();
        socket.off('error', fail).off('end', onEnd);
        resolve(socket);
      });
  });
}
