import type { Preview } from '../../inspect/preview.js';
import type { Output } from '../output.js';

export type PreviewFormat = 'text' | 'html' | 'eml' | 'json';

/** Shows previewed mails one by one. */
export interface PreviewView {
  show(preview: Preview): Promise<void>;
  /** Called after the last mail, if there was one. */
  close(): Promise<void>;
}

/** Creates a view that prints each mail to stdout. */
export async function printer(output: Output, format: PreviewFormat): Promise<PreviewView> {
  const { mailLines } = await import('./mail-text.js');
  const print = (preview: Preview) => {
    const { kind, recipient, content, rendered, page, raw, messageId } = preview;
    switch (format) {
      case 'json':
        output.object({ type: 'preview', version: 1, kind, to: recipient.address, messageId, ...rendered, content });
        break;
      case 'eml':
        output.raw(raw);
        break;
      case 'html':
        output.line(page);
        break;
      case 'text':
        for (const line of mailLines(output.colours, preview, output.width)) output.line(line);
    }
  };
  return {
    show: (preview) => {
      print(preview);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}

/** Creates a view that writes each mail to a folder and prints one line for it. */
export async function writer(output: Output, folder: string): Promise<PreviewView> {
  const { PreviewFolder } = await import('../../inspect/preview-folder.js');
  const files = new PreviewFolder(folder);
  return {
    show: async (preview) => {
      const written = await files.add(preview);
      if (output.json)
        output.object({
          type: 'preview',
          version: 1,
          kind: preview.kind,
          to: preview.recipient.address,
          files: written,
        });
      else if (!output.quiet)
        output.line(`${preview.kind} → ${preview.recipient.address}: ${preview.rendered.subject}`);
    },
    close: async () => {
      await files.close();
      if (!output.json && !output.quiet) output.line(output.text('preview.written', { file: files.index }));
    },
  };
}
