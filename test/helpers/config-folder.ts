import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { checkConfig } from '../../src/config/index.js';
import { ConfigInvalidError, type ConfigIssue } from '../../src/errors/index.js';
import { kinds } from '../../src/notifications/index.js';

/** The smallest valid configuration. */
export const validConfig = {
  database: { client: 'sqlite', file: 'state.db' },
  office: { name: 'Biuro' },
  notifications: { 'audit-completed': true },
  mailbox: { from: 'p@biuro.example', pickupDirectory: 'outbox' },
};

/** Makes an empty folder for each test of the file, and deletes it afterwards. */
export function folderPerTest(): { readonly path: string } {
  const folder = { path: '' };
  beforeEach(() => {
    folder.path = mkdtempSync(join(tmpdir(), 'mobevo-config-'));
  });
  afterEach(() => {
    rmSync(folder.path, { recursive: true, force: true });
  });
  return folder;
}

/** Returns the issues of a configuration whose file is in this folder; none if it is valid. */
export function issuesOf(
  folder: { readonly path: string },
  content: unknown,
  environment: NodeJS.ProcessEnv = {},
): readonly ConfigIssue[] {
  try {
    checkConfig(kinds, join(folder.path, 'c.json'), content, environment);
  } catch (error) {
    if (error instanceof ConfigInvalidError) return error.toJSON().issues;
    throw error;
  }
  return [];
}
