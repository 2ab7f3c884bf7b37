import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { configJsonSchema, withVariables } from '../../scripts/generate/config-json-schema.js';
import { configSchema, type Files } from '../../src/config/index.js';
import { issuesOf } from '../../src/config/issues.js';
import { numberPattern } from '../../src/config/number-pattern.js';
import { kinds } from '../../src/notifications/index.js';
import { makeCertificate } from '../helpers/certificates.js';
import { valid, values } from '../helpers/config-samples.js';

const key = { client_email: 'a@b.example', private_key: 'PRIVATE KEY', token_uri: 'https://klos.example/token' };

const contents: Record<string, string> = {
  'key.json': JSON.stringify(key),
  'ca.pem': (await makeCertificate('klos.example')).cert,
};

/** Files of the right content: a JSON schema cannot read them. */
const files: Files = {
  named: [],
  resolve: (name) => name,
  read: (path) =>
    path === 'logo.png' ? Buffer.from('89504e47', 'hex') : Buffer.from(contents[path] ?? 'https://klos.example'),
  isFolder: () => true,
};
const schema = configSchema(kinds, files);
const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(withVariables(configJsonSchema()));

/** What JSON Schema has no words for: two values that must differ, and what is in a file. */
const beyond = ['otherTime', 'uniqueName', 'readableFile', 'logoFile', 'certificateFile', 'serviceAccountKey'].map(
  (name) => `config.expected.${name}`,
);

/** A fault in words of the schema library would be neither in the user's language nor understood. */
function toolAccepts(config: unknown): boolean {
  const { error } = schema.safeParse(config);
  const issues = error?.issues ?? [];
  const foreign = error && issuesOf(error, config, schema).filter(({ expected }) => typeof expected === 'string');
  expect(foreign ?? []).toEqual([]);
  return issues.every(({ message }) => beyond.includes(message));
}

type Group = Record<string, unknown>;
const isGroup = (value: unknown): value is Group => typeof value === 'object' && value !== null;

function pathsOf(value: unknown): string[][] {
  return isGroup(value)
    ? Object.entries(value).flatMap(([name, inner]) => [[name], ...pathsOf(inner).map((path) => [name, ...path])])
    : [];
}

/** Puts a value at a path, or leaves the setting out. The path may be gone since another change. */
function change(config: object, path: readonly string[], value: unknown, how: 'set' | 'remove' | 'add'): void {
  const parent = path.slice(0, -1).reduce<unknown>((group, name) => (isGroup(group) ? group[name] : undefined), config);
  const name = path.at(-1)!;
  if (!isGroup(parent)) return;
  if (how === 'set') parent[name] = value;
  else if (how === 'remove') Reflect.deleteProperty(parent, name);
  else if (!Array.isArray(parent)) parent[`${name}X`] = value;
}

function expectSame(config: unknown, what: string): void {
  const tool = toolAccepts(config);
  if (validate(config) !== tool)
    expect.fail(
      `${what}: the tool ${tool ? 'accepts' : 'refuses'} it. ${JSON.stringify(validate.errors?.slice(0, 3))}`,
    );
}

test('docs/config.schema.json and the tool accept the same valid configurations', () => {
  for (const config of valid) {
    expect(schema.safeParse(config).error?.issues).toBeUndefined();
    expectSame(config, 'a valid configuration');
  }
});

const step = process.env['MOBEVO_TEST_FAULTS'] === 'all' ? 1 : 8;

test('They accept and refuse the same value of each setting', () => {
  const seen = new Set<string>();
  for (const config of valid)
    for (const path of pathsOf(config)) {
      const name = path.join('.');
      if (seen.has(name)) continue;
      seen.add(name);
      // Each setting gets another part of the values: all take most of a minute (npm run test:faults).
      for (const value of values.filter((_, index) => (index + seen.size) % step === 0)) {
        if (hasVariable(value)) continue;
        const changed = structuredClone(config);
        change(changed, path, value, 'set');
        expectSame(changed, `${name} = ${JSON.stringify(value)}`);
      }
      const shorter = structuredClone(config);
      change(shorter, path, undefined, 'remove');
      expectSame(shorter, `without ${name}`);
    }
  expect(seen.size).toBeGreaterThan(120);
}, 180_000);

/** The program replaces a variable before it looks at the value, so the schema lets it pass in any text. */
const hasVariable = (value: unknown) => typeof value === 'string' && value.includes('${');

test('The schema lets a variable pass in every text that is no choice', () => {
  for (const [path, group] of [
    ['office', 'timeZone'],
    ['office', 'accentColor'],
    ['schedule', 'every'],
    ['mailbox', 'from'],
  ].map((path) => [path, structuredClone(valid[0]!)] as const)) {
    change(group, path, '${NAME}', 'set');
    expect(validate(group), path.join('.')).toBe(true);
  }
});

test('They accept and refuse the same after several changes', () => {
  const paths = valid.map(pathsOf);
  const edit = fc.record({
    at: fc.nat(),
    how: fc.constantFrom('set', 'set', 'remove', 'add'),
    value: fc.constantFrom(...values.filter((value) => !hasVariable(value))),
  });
  fc.assert(
    fc.property(fc.nat(valid.length - 1), fc.array(edit, { minLength: 1, maxLength: 4 }), (which, edits) => {
      const config = structuredClone(valid[which]!);
      for (const { at, how, value } of edits)
        change(config, paths[which]![at % paths[which]!.length]!, structuredClone(value), how);
      expectSame(config, JSON.stringify(edits));
    }),
    { numRuns: 300 },
  );
}, 180_000);

test.each([
  [1, 1440],
  [0, 9],
  [60, 86_400],
  [35, 3650],
  [1, 65_535],
])('The pattern of the numbers from %i to %i matches them and no other', (least, most) => {
  const pattern = new RegExp(`^${numberPattern(least, most)}$`);
  const matched = Array.from({ length: 100_000 }, (_, number) => number).filter((number) =>
    pattern.test(String(number)),
  );
  expect([matched[0], matched.at(-1), matched.length]).toEqual([least, most, most - least + 1]);
});
