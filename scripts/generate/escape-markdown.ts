/** Escapes what Markdown would take for an HTML tag, such as `<your own address>`. Code in backticks stays as it is. */
export function escapeMarkdown(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replaceAll('<', '\\<')))
    .join('');
}
