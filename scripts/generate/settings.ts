import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Locale } from '../../src/messages/index.js';
import { kindIds } from '../../src/notifications/index.js';
import { packageRoot } from '../../src/package-root.js';
import { configJsonSchema, isTimeZone } from './config-json-schema.js';

type Node = z.core.JSONSchema.BaseSchema;

/** A setting of the configuration file, from its schema. */
export interface Setting {
  /** Dotted path, with `<kind>` for the name of any kind, and `[]` for the entries of a list. */
  readonly path: string;
  /** The allowed types, or the allowed values. */
  readonly forms: ReadonlySet<string>;
  readonly fallback: string;
  readonly meaning: string;
}

/**
 * Returns every setting once. Settings that all kinds have share a row. `mailbox.accounts` is left out, because its
 * entries have the settings of `mailbox`. The English meaning is the schema's, which editors show; other languages have
 * a catalogue by path.
 */
export function settings(locale: Locale): Setting[] {
  const found = new Map<string, Setting>();
  collect(configJsonSchema(), '', found);
  return [...found.values()].map((setting) => ({
    ...setting,
    meaning: locale === 'en' ? setting.meaning : translated(setting),
  }));
}

const polish = JSON.parse(readFileSync(join(packageRoot, 'locales', 'settings.pl.json'), 'utf8')) as Readonly<
  Record<string, string>
>;

/** A setting of a kind without a translation of its own has that of the common setting. */
function translated({ path, meaning }: Setting): string {
  return polish[path] ?? polish[path.replace('notifications.<kind>.', '')] ?? meaning;
}

function collect(node: Node, path: string, found: Map<string, Setting>): void {
  for (const branch of branches(node)) {
    for (const [name, child] of Object.entries(branch.properties ?? {})) {
      const segment = (kindIds as readonly string[]).includes(name) ? '<kind>' : name;
      const childPath = path === '' ? segment : `${path}.${segment}`;
      // The row of the secret itself already describes its `file`.
      const isSecretFile = segment === 'file' && (child as Node).description === undefined;
      if (segment === '$schema' || isSecretFile || childPath === 'mailbox.accounts') continue;
      const forms = new Set([...(found.get(childPath)?.forms ?? []), ...formsOf(child as Node)]);
      if (forms.size > 0)
        found.set(childPath, {
          path: childPath,
          forms,
          fallback: fallbackOf(child as Node),
          meaning: (child as Node).description ?? '',
        });
      collect(child as Node, childPath, found);
    }
  }
}

function branches(node: Node): Node[] {
  return [node, ...[...(node.anyOf ?? []), ...(node.oneOf ?? [])].flatMap((inner) => branches(inner))];
}

/** Returns no forms for a group of settings. */
function formsOf(node: Node): string[] {
  return branches(node).flatMap((branch) => {
    if (branch.const !== undefined) return [JSON.stringify(branch.const)];
    if (branch.enum !== undefined && !isTimeZone(branch)) return branch.enum.map((value) => JSON.stringify(value));
    return typeof branch.type === 'string' && branch.type !== 'object' ? [branch.type] : [];
  });
}

function fallbackOf({ default: value }: Node): string {
  return value === undefined ? '' : JSON.stringify(value);
}
