/**
 * The first line of an error's message, or its name if it has none, for use inside a sentence; of several errors in
 * one, the first line of each. Accepts any thrown value. For a file's errors there is `fileReasonOf`.
 */
export function reasonOf(error: unknown): string {
  const message =
    error instanceof AggregateError
      ? error.errors.map(reasonOf).join('; ')
      : error instanceof Error
        ? error.message || error.name
        : String(error);
  return message.split('\n')[0]!.trim();
}
