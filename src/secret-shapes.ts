/** Parts of a text that are secret wherever they stand. Each keeps its first group and replaces the rest. */
const shapes: readonly RegExp[] = [
  // The login in a URL. Its length is limited so that the time stays linear.
  /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s"'<>?#]{1,200}@/gi,
  // A password in a connection string.
  /((?:password|passwd|pwd|client\s?secret|(?<=;\s{0,9})token)\s*=\s*)(?:"(?:[^"]|"")*"|'(?:[^']|'')*'|\{(?:[^}]|\}\})*\}|[^;\s"'{][^;]*)/gi,
  // A private key in a PEM block. Its end may be cut.
  /(-----BEGIN [A-Z ]*PRIVATE KEY-----)[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
];

/** True if a text contains a URL with a login, a connection string with a password, or a private key. */
export function containsSecret(text: string): boolean {
  return shapes.some((shape) => text.search(shape) >= 0);
}

/** Replaces the secret part of each URL with a login, connection string and private key in a text by `***`. */
export function maskSecretShapes(text: string): string {
  return shapes.reduce((masked, shape) => masked.replace(shape, '$1***'), text);
}
