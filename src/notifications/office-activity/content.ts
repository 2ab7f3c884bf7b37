import type { Day } from '../../schedule/index.js';
import type { Figures } from '../figures.js';

export interface OfficeFigures {
  /** On the reference day. */
  readonly day: number;
  /** On earlier days that no summary told to the recipient. Days without approvals are left out. */
  readonly earlier: readonly { readonly day: Day; readonly count: number }[];
  readonly week: number;
  readonly month: number;
}

/** The figures of all users together, and a row per user. */
export interface OfficeActivityContent extends Figures {
  /** Users who approved something; those with the most on the reference day first. */
  readonly rows: readonly (OfficeFigures & { readonly user: string })[];
  /** If there are very many users: the sum of those who approved the least. */
  readonly more: (OfficeFigures & { readonly users: number }) | null;
  readonly total: OfficeFigures;
  /** Names of users who approved nothing. Blocked users are left out. */
  readonly idle: { readonly names: readonly string[]; readonly more: number } | null;
  /** The URL that the configuration sets for this kind. */
  readonly link?: string;
}
