import v8 from 'node:v8';

/**
 * Makes V8 collect garbage earlier: rendering leaves much of it, and a host with much memory collects it late. With the
 * worker's `resourceLimits` alone, 12,000 mails take 192 MB at the peak; with these two flags 144 MB, in the same time.
 * With the first flag alone, 6,000 mails take 168 MB, with the second alone 183 MB.
 */
export function tuneGc(): void {
  v8.setFlagsFromString('--heap-growing-percent=30');
  limitYoungGeneration();
}

/** Sets the flag again: Node resets it for all threads when it starts one. */
export function limitYoungGeneration(): void {
  v8.setFlagsFromString('--semi-space-growth-factor=1');
}
