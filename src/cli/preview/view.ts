import { omitUndefined } from '../../omit-undefined.js';
import { visibleText } from '../../messages/index.js';
import type { Preview } from '../../inspect/preview.js';
import type { Output } from '../output.js';

export type PreviewFormat = 'text' | 'html' | 'eml' | 'json';

/** Shows previewed mails one by one. */
export interface PreviewView {
  show(preview: Preview): Promise<void>;
  /** Called after the last mail, if there was one. */
  close(): Promise<void>;
}

/** Creates a view that prints each mail to stdout. With `--quiet` only JSON is printed. */
export async function createPrintView(output: Output, format: PreviewFormat): Promise<PreviewView> {
  const { mailLines } = await import('./mail-text.js');
  const print = (preview: Preview) => {
    const { kind, recipient, content, rendered, page, raw, messageId, leavesAt } = preview;
    switch (format) {
      case 'json':
        output.printJson({
          type: 'preview',
          version: 1,
          kind,
          to: recipient.address,
          messageId,
          ...omitUndefined({ leavesAt }),
          ...rendered,
          content,
        });
        break;
      case 'eml':
        output.write(raw);
        break;
      case 'html':
        output.write(`${page}\n`);
        break;
      case 'text':
        for (const line of mailLines(output, preview)) output.printLine(line);
    }
  };
  return {
    show: (preview) => {
      if (!output.quiet || output.json) print(preview);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}

/** Creates a view that writes each mail to a folder and prints one line for it. */
export async function createFolderView(output: Output, folder: string): Promise<PreviewView> {
  const { PreviewFolder } = await import('../../inspect/preview-folder.js');
  const previewFolder = new PreviewFolder(folder, output.locale);
  return {
    show: (preview) => {
      const written = previewFolder.add(preview);
      if (output.json)
        output.printJson({
          type: 'preview',
          version: 1,
          kind: preview.kind,
          to: preview.recipient.address,
          files: written,
        });
      else if (!output.quiet)
        output.printLine(
          `${preview.kind} → ${visibleText(preview.recipient.address)}: ${visibleText(preview.rendered.subject)}`,
        );
      return Promise.resolve();
    },
    close: async () => {
      await previewFolder.close();
      if (!output.json && !output.quiet)
        output.printLine(output.text('preview.written', { file: previewFolder.index }));
    },
  };
}
