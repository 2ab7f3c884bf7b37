/**
 * Makes text from outside (database, server replies, file names, command line) safe for a terminal and a log: line
 * breaks and tabs become spaces; control, bidirectional, zero-width and other invisible characters become `\u{…}`.
 */
export function visibleText(text: string): string {
  return text.replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, escapeCharacter);
}

/** Escapes the same characters in a line of ours, but keeps its line breaks and the colours of `Colours`. */
export function visibleLine(line: string): string {
  // eslint-disable-next-line no-control-regex -- ESC begins a colour
  return line.replace(/\n|\u001b\[(?:1|2|22|31|32|33|36|39)m|[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (found) =>
    found === '\n' || found.length > 2 ? found : escapeCharacter(found),
  );
}

/** One line of JSON. Also escapes the control and invisible characters that JSON allows. */
export function visibleJson(value: object): string {
  return JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\p{Cf}]/gu, (character) =>
    character.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

function escapeCharacter(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
