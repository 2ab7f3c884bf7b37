import { createState } from './0001-state.js';
import { createNotices } from './0002-notices.js';
import { createAccounts } from './0003-accounts.js';
import { renameToGlossaryTerms } from './0004-glossary-terms.js';
import { addFaults } from './0005-faults.js';
import { countUnknown } from './0006-count-unknown.js';
import { addAccountEvidence } from './0007-account-evidence.js';
import { addSummaryFigures } from './0008-summary-figures.js';
import { addFloodGuard } from './0009-flood-guard.js';
import { addHeldAlertLease } from './0010-held-alert-lease.js';
import { addRemembered } from './0011-remembered.js';
import { addStandingFaults } from './0012-standing-faults.js';
import { addDeputies } from './0013-deputies.js';
import type { MigrationBuilder } from './migration-builder.js';

/**
 * Migrations of the state tables, oldest first. A database stores how many of them it has run, so never reorder or
 * remove one.
 */
export const migrations: readonly ((builder: MigrationBuilder) => void)[] = [
  createState,
  createNotices,
  createAccounts,
  renameToGlossaryTerms,
  addFaults,
  countUnknown,
  addAccountEvidence,
  addSummaryFigures,
  addFloodGuard,
  addHeldAlertLease,
  addRemembered,
  addStandingFaults,
  addDeputies,
];
