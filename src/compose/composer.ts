import { loadTemplates, type Templates } from '../mail/render/templates.js';
import { composeDrafts, type ComposeResult } from './compose-drafts.js';
import type { Draft, MailSettings } from './compose-mail.js';

/** Composes the mails of drafts. */
export interface Composer {
  /** Number of batches to compose ahead while one is sent. */
  readonly prefetchBatches: number;
  /** @returns the mails in the order of their drafts */
  compose(drafts: readonly Draft[]): Promise<ComposeResult[]>;
  close(): Promise<void>;
}

/** Composes in the calling thread. */
export class InlineComposer implements Composer {
  readonly prefetchBatches = 1;
  private templates: Templates | undefined;

  constructor(
    private readonly settings: MailSettings,
    private readonly templatesDir: string | undefined,
  ) {}

  compose(drafts: readonly Draft[]): Promise<ComposeResult[]> {
    const templates = () => (this.templates ??= loadTemplates(this.templatesDir));
    return new Promise((resolve) => {
      resolve(composeDrafts(templates, this.settings, drafts));
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
