import { spawnSync } from 'node:child_process';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    chromium: string;
  }
}

/** Once for all test files: two at a time could not both install it. */
export default function setUp({ provide }: TestProject): void {
  provide(
    'chromium',
    spawnSync(process.execPath, ['scripts/chromium.js'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
      .stdout,
  );
}
