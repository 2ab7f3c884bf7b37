/** The first line of an error's message, for use inside a sentence. Accepts any thrown value. */
export function reasonOf(error: unknown): string {
  const message =
    error instanceof AggregateError
      ? error.errors.map(reasonOf).join('; ')
      : error instanceof Error
        ? error.message || error.name
        : String(error);
  return message.split('\n')[0]!.trim();
}
