import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { NotifyError, reasonOf } from '../errors/index.js';
import { templatesFolder } from '../package-root.js';
import type { Preview } from './preview.js';

interface Entry {
  /** Of the mail's files, without what follows the dot. */
  readonly name: string;
  readonly kind: string;
  readonly to: string;
  readonly subject: string;
  /** The HTML part as it looks in dark mode, whatever the reader's own is. */
  readonly dark: string;
}

/** Writes previewed mails into a folder, and a page that shows them side by side. Files of other names are left alone. */
export class PreviewFolder {
  private readonly entries: Entry[] = [];

  constructor(private readonly folder: string) {}

  get index(): string {
    return join(this.folder, 'index.html');
  }

  /** @returns the files written @throws PREVIEW_UNWRITABLE */
  async add({ kind, recipient, rendered, page, raw }: Preview): Promise<string[]> {
    const number = String(this.entries.length + 1).padStart(3, '0');
    const name = `${number}-${kind}-${recipient.address.replace(/[^\w.-]/g, '_')}`;
    this.entries.push({
      name,
      kind,
      to: recipient.address,
      subject: rendered.subject,
      dark: page.replaceAll('(prefers-color-scheme: dark)', 'all'),
    });
    const files = { [`${name}.html`]: page, [`${name}.txt`]: rendered.text, [`${name}.eml`]: raw };
    return Promise.all(Object.entries(files).map(([file, content]) => this.write(join(this.folder, file), content)));
  }

  /** Writes the page that shows all mails. @throws PREVIEW_UNWRITABLE */
  async close(): Promise<void> {
    const template = Handlebars.compile<{ mails: readonly Entry[] }>(
      await readFile(join(templatesFolder, 'preview-index.html'), 'utf8'),
    );
    await this.write(this.index, template({ mails: this.entries }));
  }

  private async write(file: string, content: string | Buffer): Promise<string> {
    try {
      await mkdir(this.folder, { recursive: true });
      await writeFile(file, content);
      return file;
    } catch (error) {
      const args = { directory: this.folder, reason: reasonOf(error) };
      throw new NotifyError('PREVIEW_UNWRITABLE', args, { cause: error });
    }
  }
}
