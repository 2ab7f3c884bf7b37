import { readFileSync } from 'node:fs';
import { reasonOf, type ConfigIssue } from '../errors/index.js';
import type { Logo } from './config.js';

/** It goes with every mail. */
const largest = 100_000;

/** First bytes of the image formats that all mail programs show. */
const signatures: readonly (readonly [Logo['type'], string])[] = [
  ['image/png', '89504e47'],
  ['image/jpeg', 'ffd8ff'],
  ['image/gif', '47494638'],
];

/** @param faults receives why the file can be no logo */
export function readLogo(file: string, faults: ConfigIssue[]): Omit<Logo, 'width'> | undefined {
  try {
    const bytes = readFileSync(file);
    const start = bytes.subarray(0, 4).toString('hex');
    const type = signatures.find(([, signature]) => start.startsWith(signature))?.[0];
    if (type !== undefined && bytes.length <= largest) return { bytes, type };
    const found = type === undefined ? 'a file of another kind' : `a file of ${Math.ceil(bytes.length / 1000)} kB`;
    faults.push({ path: 'office.logo.file', found, expected: 'a PNG, JPEG or GIF file of 100 kB at most' });
  } catch (error) {
    faults.push({ path: 'office.logo.file', found: reasonOf(error), expected: 'a file that can be read' });
  }
  return undefined;
}
