import { mapTexts } from './map-texts.js';

/** A point in time and an address of a page would mean nothing if they were cut. */
const indivisible = /^(\d{4}-\d\d-\d\dT[\d:.]+Z|https?:\/\/\S{1,1000})$/;

/** Shortens every text of a mail's content, because a source may hold texts of any length. */
export function shorten<Value>(value: Value, maxLength: number): Value {
  return mapTexts(value, (text) =>
    text.length <= maxLength || indivisible.test(text) ? text : shortText(text, maxLength),
  );
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
