import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeDemoOffice } from '../../demo/office.js';
import { folder, openOffice, tuesday } from './open-office.js';

describe('the file of the demo office', () => {
  it('replaces an old file together with the logs beside it', () => {
    for (const name of ['old.db', 'old.db-wal', 'old.db-shm']) writeFileSync(join(folder, name), 'from an earlier run');
    const ask = openOffice(tuesday, 'old.db');
    expect(ask('SELECT * FROM source_users')).toHaveLength(9);
    expect(readdirSync(folder).filter((name) => name.startsWith('old.db'))).toEqual(['old.db']);
  });

  it('leaves nothing when it cannot be made', () => {
    expect(() => {
      writeDemoOffice(join(folder, 'invalid.db'), new Date(Number.NaN));
    }).toThrow();
    expect(() => {
      writeDemoOffice(join(folder, 'missing', 'office.db'), new Date(tuesday));
    }).toThrow();
    expect(readdirSync(folder).filter((name) => /invalid|missing|tmp/.test(name))).toEqual([]);
  });
});
