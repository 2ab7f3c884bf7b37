import type { Random } from './random.js';

const weights = [6, 5, 7, 2, 3, 4, 5, 6, 7];

/**
 * A NIP (tax number) with a valid check digit that belongs to nobody. Its first three digits are the code of a tax
 * office, and no such code ends in 0.
 */
export function randomNip(random: Random): string {
  for (;;) {
    const office = `${random.integer(1, 9)}${random.integer(1, 9)}0`;
    const digits = office + String(random.integer(0, 999_999)).padStart(6, '0');
    const check = weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0) % 11;
    // Numbers with a checksum of 10 are never issued.
    if (check < 10) return `${digits}${check}`;
  }
}
