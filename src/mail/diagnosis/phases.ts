/** The steps of a conversation with a mail server, as they are shown. */
export const diagnosisPhases = [
  'dns',
  'connect',
  'tls',
  'banner',
  'ehlo',
  'token',
  'auth',
  'mail',
  'rcpt',
  'message',
] as const;
export type DiagnosisPhase = (typeof diagnosisPhases)[number];

export interface Capabilities {
  /** Bytes; absent where the server names no limit. */
  readonly size?: number;
  /** Login mechanisms offered. */
  readonly auth: readonly string[];
  /** Keywords of the other extensions, upper case. */
  readonly extensions: readonly string[];
}

export interface TlsFacts {
  readonly protocol: string;
  readonly cipher: string;
  readonly subject: string;
  readonly issuer: string;
  /** Host names and addresses the certificate is for. */
  readonly names: readonly string[];
  /** ISO 8601, UTC. */
  readonly validTo: string;
  readonly daysLeft: number;
  /** Why the certificate is not trusted: Node's code, as `CERT_HAS_EXPIRED`. */
  readonly problem?: string;
}

/** What each phase shows beside the server's reply. */
export interface PhaseFacts {
  readonly dns: { readonly host: string; readonly addresses: readonly string[] };
  readonly connect: { readonly address: string; readonly port: number };
  readonly tls: Partial<TlsFacts>;
  readonly banner: object;
  readonly ehlo: Partial<Capabilities>;
  readonly token: { readonly server: string };
  readonly auth: { readonly offered: readonly string[]; readonly used?: string };
  readonly mail: { readonly from: string };
  readonly rcpt: { readonly to: string };
  readonly message: { readonly to: string };
}
