/** The first line of whatever was thrown, for use inside a sentence. */
export function reasonOf(error: unknown): string {
  const message =
    error instanceof AggregateError
      ? error.errors.map(reasonOf).join('; ')
      : error instanceof Error
        ? error.message || error.name
        : String(error);
  return message.split('\n')[0]!.trim();
}
