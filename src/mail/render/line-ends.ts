/**
 * Replaces the line ends of Windows, so that a template gives the same mail whatever editor or checkout it comes from.
 */
export function toUnixLineEnds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
