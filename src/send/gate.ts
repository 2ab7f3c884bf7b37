/** Limits concurrency: attempts run one at a time while it may be that the account does not work. */
export class Gate {
  private running = 0;
  private waiting: (() => void)[] = [];

  /** @param allowsConcurrency true while attempts may run beside each other */
  constructor(private readonly allowsConcurrency: () => boolean) {}

  /** Waits until an attempt may begin. Each call is followed by one of `leave`. */
  async enter(): Promise<void> {
    while (this.running > 0 && !this.allowsConcurrency())
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running += 1;
  }

  leave(): void {
    this.running -= 1;
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
