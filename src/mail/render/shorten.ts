/** Shortens every text of a mail's content, because a source may hold texts of any length. */
export function shorten<Value>(value: Value, maxLength: number): Value {
  return shortenValue(value, maxLength) as Value;
}

/** A point in time and an address of a page would mean nothing if they were cut. */
const indivisible = /^(\d{4}-\d\d-\d\dT[\d:.]+Z|https?:\/\/\S{1,1000})$/;

function shortenValue(value: unknown, maxLength: number): unknown {
  if (typeof value === 'string')
    return value.length <= maxLength || indivisible.test(value) ? value : shortText(value, maxLength);
  if (typeof value !== 'object' || value === null) return value;
  let short = value as Record<string, unknown>;
  for (const [key, inner] of Object.entries(value)) {
    const part = shortenValue(inner, maxLength);
    if (part === inner) continue;
    // Copy only if something changes: most contents are short enough.
    if (short === value) short = (Array.isArray(value) ? value.slice() : { ...value }) as Record<string, unknown>;
    short[key] = part;
  }
  return short;
}

/** Shortens a text. @param maxLength maximum number of characters, including the ellipsis */
export function shortText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const characters = Array.from(text);
  return characters.length <= maxLength
    ? text
    : `${characters
        .slice(0, maxLength - 1)
        .join('')
        .trimEnd()}…`;
}
