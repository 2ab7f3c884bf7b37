/**
 * Changes every text of a mail's content.
 * @param change gets the text and its name: the key of the object that holds it, or that of the list
 */
export function mapTexts<Value>(value: Value, change: (text: string, name: string) => string): Value {
  return mapValue(value, '', change) as Value;
}

function mapValue(value: unknown, name: string, change: (text: string, name: string) => string): unknown {
  if (typeof value === 'string') return change(value, name);
  if (typeof value !== 'object' || value === null) return value;
  const isList = Array.isArray(value);
  let mapped = value as Record<string, unknown>;
  for (const [key, inner] of Object.entries(value)) {
    const part = mapValue(inner, isList ? name : key, change);
    if (part === inner) continue;
    // Copy only if something changes: most contents stay as they are.
    if (mapped === value) mapped = (isList ? value.slice() : { ...value }) as Record<string, unknown>;
    mapped[key] = part;
  }
  return mapped;
}
