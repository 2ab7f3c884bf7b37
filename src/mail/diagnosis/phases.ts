/** The phases of a conversation with a mail server, in the order in which they are printed. */
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
  /** Bytes; absent if the server announces no limit. */
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
  /** Host names and addresses that the certificate covers. */
  readonly names: readonly string[];
  /** ISO 8601, UTC. */
  readonly validTo: string;
  readonly daysLeft: number;
  /** Why the certificate is not trusted: Node's error code, such as `CERT_HAS_EXPIRED`. */
  readonly problem?: string;
}

/** Facts that each phase reports beside the server's reply. */
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
