import { z } from 'zod';
import { omitUndefined } from '../omit-undefined.js';
import type { ConfigIssue } from '../errors/index.js';
import type { MessageArgument } from '../messages/index.js';
import { containsSecret } from '../secret-shapes.js';
import { suggest } from '../suggest.js';
import { expectedMessage, expectedOfIssue, type ExpectedText, type IssueParams } from './expected-text.js';
import { formatPath } from './format-path.js';
import { mayBeSecret } from './misplaced-secrets.js';

const typeNames: Readonly<Record<string, ExpectedText>> = {
  object: 'group',
  string: 'string',
  number: 'number',
  int: 'int',
  boolean: 'boolean',
  array: 'array',
};

type Issue = z.core.$ZodIssue;
type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Settings of these forms are enumerations, numbers and flags: what was found may be shown. */
const shownForms: readonly ExpectedText[] = [
  'oneOf',
  'number',
  'int',
  'boolean',
  'atLeast',
  'atMost',
  'encrypt',
  'timeZone',
  'toggle',
  'toggleWithRecipients',
];
/** Of these, it is shown if it looks like a number with a unit. */
const quantityForms: readonly ExpectedText[] = [
  'port',
  'size',
  'duration',
  'timeOfDay',
  'instant',
  'day',
  'quietHours',
];
const quantity = /^"?[\d\s.,:+TZ-]{1,30}\p{L}{0,10}"?$/u;
const maxShownLength = 40;

/**
 * Converts every zod issue to path, found and expected. For a union, only the issues of the intended branch.
 * @param input the configuration before variables were replaced, so that their values are never printed
 * @param schema source of the suggested names
 */
export function issuesOf(error: z.ZodError, input: unknown, schema: z.ZodType): ConfigIssue[] {
  return error.issues.flatMap((issue) => convertIssue(issue, [], input, schema));
}

function convertIssue(issue: Issue, prefix: PropertyKey[], input: unknown, schema: z.ZodType): ConfigIssue[] {
  const path = [...prefix, ...issue.path];
  const value = valueAt(input, path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const suggestion = suggest(key, listKnownKeys(schema, path));
      return {
        path: formatPath([...path, key]),
        found: { code: 'config.found.unknownSetting' },
        expected: expectedMessage('documented'),
        ...omitUndefined({ suggestion: quote(suggestion) }),
      };
    });
  }
  if (issue.code === 'invalid_union' && 'errors' in issue && issue.errors.length > 0) {
    const intended = issue.errors.find((branch) => isIntendedBranch(branch, value));
    if (intended !== undefined) return intended.flatMap((inner) => convertIssue(inner, path, input, schema));
  }
  const suggestion =
    issue.code === 'invalid_value' && typeof value === 'string' ? suggest(value, issue.values.map(String)) : undefined;
  const expected = describeExpected(issue);
  return [
    {
      path: formatPath(path),
      // A connection string may stand by mistake where a choice of settings should, so no value is shown there.
      found: paramsOf(issue).found ?? describeFound(value, path, choicesOf(issue) === undefined ? expected : ''),
      expected,
      ...omitUndefined({ suggestion: quote(suggestion) }),
    },
  ];
}

function quote(suggestion: string | undefined): string | undefined {
  return suggestion === undefined ? undefined : `"${suggestion}"`;
}

function paramsOf(issue: Issue): IssueParams {
  return issue.code === 'custom' ? (issue.params ?? {}) : {};
}

/** True if the value has the outer type of this branch of a union: the branch's issues are deeper than the union. */
function isIntendedBranch(branch: Issue[], value: unknown): boolean {
  return (
    value !== null &&
    typeof value === 'object' &&
    branch.some((issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys')
  );
}

function describeExpected(issue: Issue): MessageArgument {
  const own = expectedOfIssue(issue.message, paramsOf(issue).args);
  if (typeof own === 'object') return own;
  switch (issue.code) {
    case 'invalid_type': {
      const name = typeNames[issue.expected];
      return name === undefined ? issue.expected : expectedMessage(name);
    }
    case 'invalid_value':
      return oneOf(issue.values);
    case 'invalid_union': {
      const choices = choicesOf(issue);
      return choices === undefined ? own : oneOf(choices);
    }
    case 'too_small': {
      const least = Number(issue.minimum);
      return issue.origin === 'string'
        ? expectedMessage('characters', { count: least })
        : issue.origin === 'array'
          ? expectedMessage('entries', { count: least })
          : expectedMessage('atLeast', { least });
    }
    case 'too_big':
      return issue.origin === 'string'
        ? expectedMessage('charactersAtMost', { count: Number(issue.maximum) })
        : expectedMessage('atMost', { most: Number(issue.maximum) });
    default:
      return own;
  }
}

/** Of the setting that decides which others there are. */
function choicesOf(issue: Issue): readonly unknown[] | undefined {
  return issue.code === 'invalid_union' && 'options' in issue ? issue.options : undefined;
}

function oneOf(values: readonly unknown[]): MessageArgument {
  return expectedMessage('oneOf', { values: values.map((value) => JSON.stringify(value)).join(', ') });
}

function describeFound(value: unknown, path: readonly PropertyKey[], expected: MessageArgument): MessageArgument {
  if (value === undefined) return { code: 'config.found.nothing' };
  if (Array.isArray(value)) return expectedMessage('array');
  if (value !== null && typeof value === 'object') return expectedMessage('group');
  if (value === '') return { code: 'config.found.emptyText' };
  const text = JSON.stringify(value);
  const isSecret = mayBeSecret(path) || containsSecret(text);
  if (isSecret || !isShown(text, expected))
    return typeof value === 'string' && !isSecret
      ? { code: 'config.found.text', args: { count: value.length } }
      : expectedMessage(typeNames[typeof value] ?? 'string');
  return text.length > maxShownLength ? `${text.slice(0, maxShownLength - 1)}…` : text;
}

function isShown(text: string, expected: MessageArgument): boolean {
  const isOf = (forms: readonly ExpectedText[]) =>
    typeof expected === 'object' &&
    'code' in expected &&
    forms.some((form) => expected.code === expectedMessage(form).code);
  return isOf(shownForms) || (isOf(quantityForms) && quantity.test(text));
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      value !== null && typeof value === 'object' ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );
}

function listKnownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let nodes: JsonSchema[] = [z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })];
  for (const key of path) {
    nodes = nodes
      .flatMap(listBranches)
      .map((node) => childSchema(node, key))
      .filter((node) => node !== undefined);
  }
  return [...new Set(nodes.flatMap(listBranches).flatMap((node) => Object.keys(node.properties ?? {})))];
}

function childSchema(node: JsonSchema, key: PropertyKey): JsonSchema | undefined {
  return (typeof key === 'number' ? node.items : node.properties?.[String(key)]) as JsonSchema | undefined;
}

function listBranches(node: JsonSchema): JsonSchema[] {
  return [node, ...[...(node.anyOf ?? []), ...(node.oneOf ?? [])].flatMap((inner) => listBranches(inner))];
}
