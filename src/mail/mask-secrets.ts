/**
 * Masks secrets in what a server says, in every form in which it may repeat what it heard, also where it breaks them
 * into several lines.
 */
export function maskSecrets(text: string, secrets: readonly string[], mark = '***'): string {
  // Longest first, because one form may contain another.
  const forms = [...new Set(secrets.filter((secret) => secret !== '').flatMap(formsOf))].sort(
    (a, b) => b.length - a.length,
  );
  const masked = forms.reduce((rest, form) => rest.replaceAll(form, mark), text);
  return maskFolded(masked, forms, mark);
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const percent = encodeURIComponent(secret);
  const hex = bytes.toString('hex');
  return [
    secret,
    secret.toUpperCase(),
    secret.toLowerCase(),
    percent,
    percent.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()),
    new URLSearchParams({ '': secret }).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    secret.replace(/[^\p{L}\p{N}]/gu, String.raw`\$&`),
    secret.replace(/[&<>"']/g, (sign) => htmlSigns[sign]!),
    hex,
    hex.toUpperCase(),
    bytes.toString('base64'),
    bytes.toString('base64url'),
  ];
}

const htmlSigns: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Where a reply may be broken: white space, and the codes with which its next line begins, as in `535-5.7.8 `. */
const fold = /\s+(?:(?<=[\r\n])\d{3}[- ](?:\d\.\d{1,3}\.\d{1,3}\s)?)?/g;

/**
 * Masks forms that folds interrupt. Text and forms are compared without their folds. An expression that allows a fold
 * between any two characters would take V8 seconds to compile for an access token.
 */
function maskFolded(text: string, forms: readonly string[], mark: string): string {
  const { kept, positions } = withoutFolds(text);
  const isSecret = new Uint8Array(text.length);
  for (const form of forms.map((found) => found.replace(fold, '')).filter((sought) => sought !== ''))
    for (let at = kept.indexOf(form); at !== -1; at = kept.indexOf(form, at + form.length))
      isSecret.fill(1, positions[at], positions[at + form.length - 1]! + 1);
  let masked = '';
  for (let start = 0, end: number; start < text.length; start = end) {
    end = isSecret.indexOf(isSecret[start] === 1 ? 0 : 1, start);
    if (end === -1) end = text.length;
    masked += isSecret[start] === 1 ? mark : text.slice(start, end);
  }
  return masked;
}

/** @returns the text without its folds, and the position in the text of each character that is kept */
function withoutFolds(text: string): { readonly kept: string; readonly positions: Uint32Array } {
  const positions = new Uint32Array(text.length);
  let count = 0;
  let start = 0;
  const keep = (end: number) => {
    for (let position = start; position < end; position += 1) positions[count++] = position;
  };
  for (const { index, 0: found } of text.matchAll(fold)) {
    keep(index);
    start = index + found.length;
  }
  keep(text.length);
  return { kept: text.replace(fold, ''), positions };
}
