import { mapTexts } from './map-texts.js';

/** Texts of these names may have several lines: remarks of clients, and the program's own texts in alerts. */
const withLines = new Set(['remarks', 'text', 'hint', 'gaps', 'rows']);

/**
 * Makes the texts of a mail's content plain: they come from outside, and must neither break out of their line nor
 * change how the text after them reads.
 */
export function plainTexts<Value>(content: Value): Value {
  return mapTexts(content, (text, name) => plainText(text, withLines.has(name)));
}

/** What a plain text does not have. Joiners and variation selectors of emoji stay. */
const suspect = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]|^\s|\s$|\s\s/u;
const lineBreak = /\r\n?|[\n\v\f\u0085\u2028\u2029]/g;
const directionMark = /\p{Bidi_Control}/gu;

/** A text without control characters, direction marks and needless spaces; empty if nothing of it can be seen. */
export function plainText(text: string, keepsLines = false): string {
  if (!suspect.test(text)) return text;
  const lines = text
    .replace(/\p{Cs}/gu, '\ufffd')
    .split(lineBreak)
    .map((line) =>
      line
        .replace(directionMark, '')
        .replace(/(?:(?!\u00a0)[\p{Cc}\s])+/gu, ' ')
        .trim(),
    )
    .filter((line) => /[^\s\p{Cf}]/u.test(line));
  return lines.join(keepsLines ? '\n' : ' ');
}
