import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { defaultLoaders, type Loader } from 'cosmiconfig';
import { decodeText, NotUtf8Error, positionAt, type TextPosition } from '../decode-text.js';
import { NotifyError, reasonOf } from '../errors/index.js';
import type { Message, MessageArgument } from '../messages/index.js';
import { findJsonFault } from './json-fault.js';
import { trustOf } from './owners.js';

/** A configuration file whose text is not valid JSON or YAML. */
export class SyntaxFault extends Error {
  /** @param reason quotes nothing of the file, which may contain passwords */
  constructor(
    readonly position: TextPosition,
    readonly reason: MessageArgument,
  ) {
    super(`line ${position.line}, column ${position.column}`);
  }

  get text(): Message {
    return { code: 'config.syntax', args: { ...this.position, reason: this.reason } };
  }
}

/** cosmiconfig decodes every file as UTF-8 without a mark, so each loader reads it again. */
const readText = (file: string): string => decodeText(readFileSync(file));

/** A copy of what code exports, as JSON would have it. @throws if JSON cannot say it */
function plainData(value: unknown): unknown {
  const json = JSON.stringify(value) as string | undefined;
  return json === undefined ? null : JSON.parse(json);
}

/** Returns undefined for an empty text, as cosmiconfig does. */
const loadJson: Loader = (file) => {
  const json = readText(file);
  if (json.trim() === '') return undefined;
  const fault = findJsonFault(json);
  if (fault !== undefined)
    throw new SyntaxFault(positionAt(json, fault.offset), { code: `config.json.${fault.reason}` });
  return JSON.parse(json) as unknown;
};

/** The fields of an error of js-yaml that are used here. */
interface YamlError {
  readonly reason?: string;
  /** Both numbers begin with 0. */
  readonly mark?: { readonly line: number; readonly column: number };
}

/** Dates stay texts, as in JSON. cosmiconfig's own loader makes objects of them. */
const loadYaml: Loader = async (file) => {
  const yaml = readText(file);
  if (yaml.trim() === '') return undefined;
  const { CORE_SCHEMA, load, Type } = await import('js-yaml');
  const merge = new Type('tag:yaml.org,2002:merge', { kind: 'scalar', resolve: (key) => key === '<<' });
  try {
    return load(yaml, { schema: CORE_SCHEMA.extend({ implicit: [merge] }) });
  } catch (error) {
    const { reason, mark } = error as YamlError;
    if (reason === undefined || mark === undefined) throw error;
    const text: Message =
      reason === 'duplicated mapping key'
        ? { code: 'config.json.doubled' }
        : { code: 'config.yaml', args: { reason: withoutQuotations(reason) } };
    throw new SyntaxFault({ line: mark.line + 1, column: mark.column + 1 }, text);
  }
};

/** js-yaml quotes aliases, tags and directives, and a password may begin as one. */
function withoutQuotations(reason: string): string {
  return reason.replace(/"[^]*"|<[^]*>/g, '…');
}

/** The configuration's own code may throw anything, and cosmiconfig can work only with errors. */
async function runCode(file: string, content: string): Promise<unknown> {
  try {
    return plainData(await Promise.race([defaultLoaders['.js'](file, content), nothingLeftToDo(file)]));
  } catch (error) {
    throw error instanceof Error && Object.isExtensible(error) ? error : new Error(reasonOf(error));
  }
}

/** Rejects when Node would end the process although the code of a configuration has not exported anything. */
function nothingLeftToDo(file: string): Promise<never> {
  return new Promise((_, reject) => {
    process.once('beforeExit', () => {
      reject(new NotifyError('CONFIG_UNREADABLE', { file, reason: { code: 'config.neverReady' } }));
    });
  });
}

/** @param named code that runs whoever could have written it; any other is checked, also what another file imports */
const codeLoader =
  (named: string | undefined): Loader =>
  async (file, content) => {
    const trust = file === named ? 'own' : trustOf(file);
    if (trust !== 'own')
      throw new NotifyError('CONFIG_CODE_UNTRUSTED', { file, reason: { code: `config.trust.${trust}` } });
    const bytes = readFileSync(file);
    // Node takes code only as UTF-8, and puts U+FFFD where it is not.
    if (!isUtf8(bytes))
      throw new NotUtf8Error(positionAt(bytes.toString('utf8'), bytes.toString('utf8').indexOf('\uFFFD')));
    return runCode(file, content);
  };

/** Loaders of all files that may be a configuration. @param named absolute path of the one from the command line */
export function configLoaders(named: string | undefined) {
  const loadCode = codeLoader(named);
  return {
    '.json': loadJson,
    '.yaml': loadYaml,
    '.yml': loadYaml,
    noExt: loadYaml,
    '.js': loadCode,
    '.mjs': loadCode,
    '.cjs': loadCode,
    '.ts': loadCode,
  };
}
