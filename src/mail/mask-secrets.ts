/** Masks secrets in what a server says, in every form in which it may repeat what it heard. */
export function maskSecrets(text: string, secrets: readonly string[], mark = '***'): string {
  const known = secrets.filter((secret) => secret !== '');
  const unfolded = known.flatMap(foldableFormsOf).reduce((masked, form) => masked.replace(form, mark), text);
  // Longest first, because one form may contain another.
  return known
    .flatMap(formsOf)
    .sort((a, b) => b.length - a.length)
    .reduce((masked, form) => masked.replaceAll(form, mark), unfolded);
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const percent = encodeURIComponent(secret);
  const hex = bytes.toString('hex');
  const forms = [
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
  ];
  return [...new Set(forms)];
}

const htmlSigns: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Base64, also over several lines of a reply, each of which begins with the code. */
function foldableFormsOf(secret: string): RegExp[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [bytes.toString('base64'), bytes.toString('base64url')].map((form) => {
    const signs = form.match(/./g)!.map((sign) => sign.replace('+', '[+]'));
    return new RegExp(signs.join(String.raw`(?:\s+(?:\d{3}[- ])?)?`), 'g');
  });
}
