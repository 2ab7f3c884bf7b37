import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeDemoOffice } from '../../demo/office.js';
import { demoOffices, tuesday } from './open-office.js';

const { folder, open } = demoOffices();

describe('The file of the demo office', () => {
  it('replaces an old file and its log files', () => {
    for (const name of ['old.db', 'old.db-wal', 'old.db-shm']) writeFileSync(join(folder, name), 'from an earlier run');
    const query = open(tuesday, 'old.db');
    expect(query('SELECT * FROM source_users')).toHaveLength(9);
    expect(readdirSync(folder).filter((name) => name.startsWith('old.db'))).toEqual(['old.db']);
  });

  it('is not left behind if it cannot be created', () => {
    expect(() => {
      writeDemoOffice(join(folder, 'invalid.db'), new Date(Number.NaN));
    }).toThrow();
    expect(() => {
      writeDemoOffice(join(folder, 'missing', 'office.db'), new Date(tuesday));
    }).toThrow();
    expect(readdirSync(folder).filter((name) => /invalid|missing|tmp/.test(name))).toEqual([]);
  });
});
