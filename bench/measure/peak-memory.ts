import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes a module that a measured process loads with `--require`: at its end it says the largest resident set it had.
 * It is CommonJS, because Node's loader of ES modules would add megabytes. On Linux the kernel's own figure for the
 * program is read: `maxRSS` also counts the process that started it, before the program took its place.
 */
export function writePeakMemoryProbe(directory: string): string {
  const probe = join(directory, 'peak-memory.cjs');
  writeFileSync(
    probe,
    `const { readFileSync } = require('node:fs');
process.on('exit', () => {
  const kilobytes =
    process.platform === 'linux'
      ? /VmHWM:\\s+(\\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]
      : process.resourceUsage().maxRSS;
  process.stderr.write(\`peak \${kilobytes} kB\\n\`);
});
`,
  );
  return probe;
}

/** Reads what the probe wrote. @returns kilobytes */
export function readPeakMemory(stderr: string): number {
  return Number(/peak (\d+) kB/.exec(stderr)![1]);
}
