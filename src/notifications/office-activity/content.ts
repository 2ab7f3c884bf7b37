import type { Day } from '../../schedule/index.js';
import type { Figures } from '../figures.js';

export interface OfficeTotals {
  /** On the reference day. */
  readonly day: number;
  readonly week: number;
  readonly month: number;
}

export interface OfficeFigures extends OfficeTotals {
  /**
   * On earlier days that no summary to the recipient reported. Of the day of the last summary, if it was not over then,
   * what has been added since. Days without approvals are left out.
   */
  readonly earlier: readonly { readonly day: Day; readonly count: number; readonly isGrowth: boolean }[];
}

/** The figures of all users together, and a row per user. */
export interface OfficeActivityContent extends Figures {
  /** Users who approved something; those with the most on the reference day first. */
  readonly rows: readonly (OfficeFigures & { readonly user: string })[];
  /** If there are very many users: the sum of those who approved the least. */
  readonly more: (OfficeFigures & { readonly users: number }) | null;
  readonly total: OfficeTotals;
  /** Names of users who approved nothing. Blocked users are left out. */
  readonly idle: { readonly names: readonly string[]; readonly more: number } | null;
  /** The URL that the configuration sets for this kind. */
  readonly link?: string;
}
