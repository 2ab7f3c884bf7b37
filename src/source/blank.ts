import type { Column } from './contract.js';

/** Code points of white space, and of characters that cannot be seen. A text of nothing else is empty. */
export const blanks = [
  9, 10, 11, 12, 13, 32, 0xa0, 0xad, 0x61c, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b,
  0x202c, 0x202d, 0x202e, 0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0x3000, 0xfeff,
];

/** Whether a column must have a text that can be seen. */
export function isNamed({ type, required, values }: Column): boolean {
  return type === 'text' && required && values === undefined;
}
