import type { Figures } from '../figures.js';

export interface UserActivityContent extends Figures {
  /** The URL that the configuration sets for this kind. */
  readonly link?: string;
}
