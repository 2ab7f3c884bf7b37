/** What a server may take and give. */
export interface FetchLimits {
  /** Milliseconds for the whole answer, however its bytes arrive. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/**
 * Fetches a URL with limits. Follows no redirect, because another host would get what is meant for this one. Uses its
 * own timer, because Node 20 and 24 may collect the signal of AbortSignal.timeout as garbage while a request waits for
 * it.
 * @returns the answer, with its body in memory and no header but the content type
 * @throws the errors of fetch; TimeoutError and RangeError for the limits
 */
export async function boundedFetch(
  url: string | URL,
  init: RequestInit,
  { timeoutMs, maxBytes }: FetchLimits,
): Promise<Response> {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new DOMException(`no answer within ${timeoutMs / 1000} seconds`, 'TimeoutError'));
  }, timeoutMs);
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal: controller.signal });
    const body = await readBody(response, maxBytes);
    const type = response.headers.get('content-type');
    return new Response(body.length === 0 ? null : body, {
      status: response.status,
      headers: type === null ? {} : { 'content-type': type },
    });
  } finally {
    clearTimeout(timer);
    // Ends a body that was too long.
    controller.abort();
  }
}

async function readBody(response: Response, maxBytes: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  if (response.body === null) return Buffer.alloc(0);
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new RangeError(`the answer is longer than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
