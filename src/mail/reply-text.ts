/** Real replies have under 1,000 characters. */
const maxLength = 2_000;

/**
 * Cuts what a server said, before a pattern looks at it: some patterns take a time that grows with the square of the
 * length.
 */
export function cutReply(text: string): string {
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}
