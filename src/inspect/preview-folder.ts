import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { fileReasonOf, NotifyError } from '../errors/index.js';
import { makeFolder } from '../folder-owner.js';
import { formatMessage, type Locale } from '../messages/index.js';
import { templatesFolder } from '../package-root.js';
import { replaceFile } from '../replace-file.js';
import type { Preview } from './preview.js';

/** Of the part of a file name that comes from an address: file systems take 255 bytes. */
const maxNameLength = 100;

const pageTexts = ['title', 'inbox', 'sender', 'subject', 'recipient', 'desktop', 'phone', 'dark'] as const;

interface Entry {
  /** Name of the mail's files without their extension. */
  readonly name: string;
  readonly kindName: string;
  readonly sender: string;
  readonly to: string;
  readonly subject: string;
  readonly preheader: string;
  /** The HTML part in dark mode, regardless of the browser's setting. */
  readonly dark: string;
}

/** Writes previewed mails to a folder, and a page that shows all of them. Other files in the folder are kept. */
export class PreviewFolder {
  private readonly entries: Entry[] = [];

  /** @param locale the language of the page */
  constructor(
    private readonly folder: string,
    private readonly locale: Locale,
  ) {}

  /** Path of the page that shows all mails. */
  get index(): string {
    return join(this.folder, 'index.html');
  }

  /** Writes the HTML, text and .eml files of a mail. @returns their paths @throws PREVIEW_UNWRITABLE */
  add({ kind, kindName, sender, recipient, rendered, page, raw }: Preview): string[] {
    const number = String(this.entries.length + 1).padStart(3, '0');
    const name = `${number}-${kind}-${recipient.address.replace(/[^\w.-]/g, '_').slice(0, maxNameLength)}`;
    this.entries.push({
      name,
      kindName,
      sender,
      to: recipient.address,
      subject: rendered.subject,
      preheader: rendered.preheader,
      dark: page.replaceAll('(prefers-color-scheme: dark)', 'all'),
    });
    const files = { [`${name}.html`]: page, [`${name}.txt`]: rendered.text, [`${name}.eml`]: raw };
    return Object.entries(files).map(([file, content]) => this.write(join(this.folder, file), content));
  }

  /** Writes the page that shows all mails. @throws PREVIEW_UNWRITABLE */
  async close(): Promise<void> {
    const template = Handlebars.compile(await readFile(join(templatesFolder, 'preview-index.html'), 'utf8'));
    const args = { count: this.entries.length };
    const text = Object.fromEntries(
      pageTexts.map((name) => [name, formatMessage({ code: `preview.page.${name}`, args }, this.locale)]),
    );
    this.write(this.index, template({ lang: this.locale, text, mails: this.entries }));
  }

  private write(file: string, content: string | Buffer): string {
    try {
      makeFolder(this.folder);
      replaceFile(file, content);
      return file;
    } catch (error) {
      const args = { directory: this.folder, reason: fileReasonOf(error) };
      throw new NotifyError('PREVIEW_UNWRITABLE', args, { cause: error });
    }
  }
}
