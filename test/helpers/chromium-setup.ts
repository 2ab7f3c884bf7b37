import { spawnSync } from 'node:child_process';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    chromium: string;
  }
}

/** Installs Chromium once for all test files, since concurrent installations would conflict. */
export default function setUp({ provide }: TestProject): void {
  provide(
    'chromium',
    spawnSync(process.execPath, ['scripts/chromium.js'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
      .stdout,
  );
}
