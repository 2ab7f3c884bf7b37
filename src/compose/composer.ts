import { loadTemplates, type Templates } from '../mail/index.js';
import { composeDrafts, type Composed } from './compose-drafts.js';
import type { Draft, MailSettings } from './compose-mail.js';

/** Makes mails of drafts. */
export interface Composer {
  /** Batches that are worth being under way while one is sent. */
  readonly prefetchBatches: number;
  /** @returns the mails in the order of their drafts */
  compose(drafts: readonly Draft[]): Promise<Composed[]>;
  close(): Promise<void>;
}

/** Makes them here and now. */
export class InlineComposer implements Composer {
  readonly prefetchBatches = 1;
  private templates: Templates | undefined;

  constructor(
    private readonly letterhead: MailSettings,
    private readonly templatesDir: string | undefined,
  ) {}

  compose(drafts: readonly Draft[]): Promise<Composed[]> {
    const templates = () => (this.templates ??= loadTemplates(this.templatesDir));
    return new Promise((resolve) => {
      resolve(composeDrafts(templates, this.letterhead, drafts));
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
