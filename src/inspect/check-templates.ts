import type { Config } from '../config/index.js';
import { asNotifyError, type NotifyError } from '../errors/index.js';
import { systemKinds, type MailKind } from '../mail/render/mail-kind.js';
import { findUnknownNames, findUnusedFiles } from '../mail/render/office-files.js';
import { loadTemplates, type Templates } from '../mail/render/templates.js';
import type { Message, MessageArgument } from '../messages/index.js';
import { suggest } from '../suggest.js';
import { ok, runCheck, warning, type Check } from './check.js';
import { previewSamples, type OnPreviewError } from './preview.js';

/**
 * Composes the sample of each enabled kind, compiles the templates of the alert and the test message, and finds what
 * the office's folder has that no mail uses. Yields a fault for each broken template.
 */
export async function* checkTemplates(config: Config): AsyncGenerator<Check> {
  // By message, because several kinds may include one broken partial.
  const errors = new Map<string, NotifyError>();
  const record = (error: NotifyError) => errors.set(error.message, error);
  const result = await runCheck('templates', () => {
    const kinds = config.kinds.map(({ id }) => id);
    const samples = [...previewSamples(config, { kinds }, record)];
    const templates = loadTemplates(config.templatesDir);
    for (const kind of systemKinds) checkSystemTemplate(templates, kind, record);
    const unused = config.templatesDir === undefined ? [] : unusedIn(config.templatesDir);
    const count = samples.length;
    return Promise.resolve(
      unused.length === 0
        ? ok('templates', 'templates', { count })
        : warning('templates', 'templatesUnused', { count, unused }),
    );
  });
  for (const error of errors.values()) yield { check: 'templates', state: 'fault', error };
  if (errors.size === 0 || result.state !== 'ok') yield result;
}

function checkSystemTemplate(templates: Templates, kind: MailKind, onError: OnPreviewError): void {
  try {
    templates.check(kind);
  } catch (error) {
    onError(asNotifyError(error));
  }
}

/** What has no effect in the office's folder of templates. */
function unusedIn(folder: string): Message[] {
  return [
    ...findUnusedFiles(folder).map(({ path, known }): Message => ({
      code: 'check.unusedTemplate',
      args: { path, meant: didYouMean(path, known) },
    })),
    ...findUnknownNames(folder).map(({ path, line, name, known }): Message => ({
      code: 'check.unknownName',
      args: { path, line, name, meant: didYouMean(name, known) },
    })),
  ];
}

function didYouMean(name: string, known: readonly string[]): MessageArgument {
  const suggestion = suggest(name, known);
  return suggestion === undefined ? '' : { code: 'command.meant', args: { suggestion } };
}
