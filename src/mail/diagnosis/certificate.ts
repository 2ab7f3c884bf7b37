import type { PeerCertificate, TLSSocket } from 'node:tls';
import { defined } from '../../defined.js';
import type { TlsFacts } from './phases.js';

const day = 86_400_000;

/** What a finished handshake agreed on, and whose certificate it was. @param now the host's time */
export function tlsFacts(socket: TLSSocket, now: Date): TlsFacts {
  const certificate = socket.getPeerCertificate();
  const validTo = new Date(certificate.valid_to);
  // Node's types promise an Error; it is the code of one.
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
    daysLeft: Math.floor((validTo.getTime() - now.getTime()) / day),
    ...defined({ problem: socket.authorized ? undefined : codeOf(problem) }),
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
