import type { DiagnosisPhase } from './phases.js';

/**
 * An error without a reply: a code of Node, OpenSSL or this program, or words of nodemailer, and the phases in which it
 * occurs. The first match counts, so a specific pattern stands before a general one.
 */
export interface KnownError<Hint extends string = string> {
  readonly hint: Hint;
  readonly phases: readonly DiagnosisPhase[];
  readonly pattern: RegExp;
}

/** Returns its argument. Infers the hints as a union type. */
const defineErrors = <Hint extends string>(errors: readonly KnownError<Hint>[]) => errors;
const afterConnect = ['banner', 'ehlo', 'tls', 'auth', 'mail', 'rcpt', 'message'] as const;

export const knownErrors = defineErrors([
  { hint: 'host-unknown', phases: ['dns'], pattern: /ENOTFOUND|ENODATA/ },
  { hint: 'dns-silent', phases: ['dns'], pattern: /EAI_AGAIN|ETIMEOUT|EAI_FAIL/ },
  { hint: 'port-refused', phases: ['connect'], pattern: /ECONNREFUSED/ },
  { hint: 'port-silent', phases: ['connect'], pattern: /ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EACCES/ },
  { hint: 'port-speaks-tls', phases: ['banner'], pattern: /PORT_SPEAKS_TLS/ },
  { hint: 'port-speaks-plain', phases: ['tls'], pattern: /PORT_SPEAKS_PLAIN/ },
  {
    hint: 'not-smtp',
    phases: ['banner', 'tls'],
    pattern: /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|EPROTOCOL|HTTP_REQUEST/,
  },
  { hint: 'no-starttls', phases: ['tls', 'ehlo'], pattern: /NO_STARTTLS|does not support required STARTTLS/ },
  { hint: 'certificate-ended', phases: ['tls'], pattern: /CERT_HAS_EXPIRED/ },
  { hint: 'certificate-early', phases: ['tls'], pattern: /CERT_NOT_YET_VALID/ },
  { hint: 'certificate-name', phases: ['tls'], pattern: /ALTNAME_INVALID/ },
  { hint: 'certificate-untrusted', phases: ['tls'], pattern: /SELF_SIGNED|UNABLE_TO|CERT_|INVALID_CA/ },
  {
    hint: 'tls-versions',
    phases: ['tls'],
    pattern: /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|HANDSHAKE_FAILURE|DH_KEY_TOO_SMALL|NO_SHARED_CIPHER/,
  },
  { hint: 'login-not-offered', phases: ['auth'], pattern: /LOGIN_NOT_OFFERED|Unknown authentication method/ },
  { hint: 'silence', phases: afterConnect, pattern: /ETIMEDOUT|Timeout|timed out|never received/i },
  { hint: 'connection-lost', phases: afterConnect, pattern: /ECONNRESET|ECONNECTION|EPIPE|closed|ESOCKET/i },
]);

export type ErrorHint = (typeof knownErrors)[number]['hint'];
