import { expect, test } from 'vitest';
import { shorten } from '../../../src/mail/render/shorten.js';

test('Texts are shortened; timestamps, dates and links are not', () => {
  const content = {
    name: 'Zażółć gęślą jaźń i jeszcze trochę',
    link: 'https://klos.mobevo.pl/klient/1841/audyt',
    at: '2026-11-24T08:00:00.000Z',
    days: [{ day: '2026-11-24', count: 7 }],
  };
  expect(shorten(content, 15)).toEqual({ ...content, name: 'Zażółć gęślą j…' });
});
