import type { PeerCertificate, TLSSocket } from 'node:tls';
import { omitUndefined } from '../../omit-undefined.js';
import type { TlsFacts } from './phases.js';

const dayMs = 86_400_000;

/** Returns what a finished handshake agreed on, and the server's certificate. @param now the host's time */
export function tlsFacts(socket: TLSSocket, now: Date): TlsFacts {
  const certificate = socket.getPeerCertificate();
  const validTo = new Date(certificate.valid_to);
  // Node's types say Error, but Node sets the error's code as text.
  const problem = socket.authorizationError as unknown;
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    names: (certificate.subjectaltname ?? '')
      .split(', ')
      .filter((name) => name !== '')
      .map((name) => name.replace(/^[^:]+:/, '')),
    validTo: validTo.toISOString(),
    daysLeft: Math.floor((validTo.getTime() - now.getTime()) / dayMs),
    ...omitUndefined({ problem: socket.authorized ? undefined : codeOf(problem) }),
  };
}

function codeOf(problem: unknown): string {
  return problem instanceof Error ? ((problem as NodeJS.ErrnoException).code ?? problem.message) : String(problem);
}

function nameOf(name: PeerCertificate['subject']): string {
  return [name.CN, name.O]
    .flat()
    .filter((part) => part !== undefined && part !== '')
    .join(', ');
}
