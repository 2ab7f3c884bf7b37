import { createState } from './0001-state.js';
import { createNotices } from './0002-notices.js';
import { createAccounts } from './0003-accounts.js';
import { renameToFieldTerms } from './0004-field-terms.js';
import type { MigrationBuilder } from './migration-builder.js';

/** Migrations of the state tables, oldest first. The position, counted from 1, is the version, so only append. */
export const migrations: readonly ((builder: MigrationBuilder) => void)[] = [
  createState,
  createNotices,
  createAccounts,
  renameToFieldTerms,
];
