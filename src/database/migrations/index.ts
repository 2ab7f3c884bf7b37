import type { DdlTypes } from '../database.js';
import { stateTables } from './0001-state.js';
import { noticesTable } from './0002-notices.js';
import { accountTables } from './0003-accounts.js';

/** Versions of the state tables, oldest first; the version is the position, counted from 1. Only ever appended to. */
export const migrations: readonly ((types: DdlTypes) => string[])[] = [stateTables, noticesTable, accountTables];
