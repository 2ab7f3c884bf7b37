import { createState } from './0001-state.js';
import { createNotices } from './0002-notices.js';
import { createAccounts } from './0003-accounts.js';
import { renameToFieldTerms } from './0004-field-terms.js';
import type { MigrationBuilder } from './migration-builder.js';

/** Versions of the state tables, oldest first; the version is the position, counted from 1. Only ever appended to. */
export const migrations: readonly ((builder: MigrationBuilder) => void)[] = [
  createState,
  createNotices,
  createAccounts,
  renameToFieldTerms,
];
