/** Shortens every text of a mail's content, for a source may hold texts of any length. */
export function shorten<Value>(value: Value, longest: number): Value {
  return shortened(value, longest) as Value;
}

/** A point in time is no text. */
const instant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

function shortened(value: unknown, longest: number): unknown {
  if (typeof value === 'string')
    return value.length <= longest || instant.test(value) ? value : shortText(value, longest);
  if (typeof value !== 'object' || value === null) return value;
  let short = value as Record<string, unknown>;
  for (const [key, inner] of Object.entries(value)) {
    const part = shortened(inner, longest);
    if (part === inner) continue;
    // Most contents are short enough, and stay the objects they are.
    if (short === value) short = (Array.isArray(value) ? value.slice() : { ...value }) as Record<string, unknown>;
    short[key] = part;
  }
  return short;
}

/** @param longest number of characters, the ellipsis among them */
export function shortText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const characters = Array.from(text);
  return characters.length <= longest
    ? text
    : `${characters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`;
}
