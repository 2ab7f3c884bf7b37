import { z } from 'zod';
import { configJsonSchema } from './config-json-schema.js';
import { previewLineSchema } from './output-schemas/preview.js';
import { runLineSchema } from './output-schemas/run.js';
import { testSmtpLineSchema } from './output-schemas/test-smtp.js';
import { presets, type Preset } from '../../src/config/index.js';
import { causeOf, nextStepOf } from '../../src/mail/diagnosis/hints.js';
import { knownReplies } from '../../src/mail/diagnosis/known-replies/index.js';
import { formatMessage } from '../../src/messages/index.js';
import { errorsPage } from './errors-page.js';
import { reference } from './reference.js';
import { contractScript, stateScript } from './sql-scripts.js';
import { thirdPartyNotices } from './third-party-notices.js';

/** Files of the package that are made from the code, by path; `npm run generate` writes them, a test compares them. */
export function generatedFiles(): Record<string, string> {
  return {
    'THIRD-PARTY-NOTICES.md': thirdPartyNotices(),
    'docs/smtp-replies.md': smtpReplies(),
    'docs/config.schema.json': `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
    'docs/errors.md': errorsPage(),
    'docs/en/reference.md': reference('en'),
    'docs/pl/reference.md': reference('pl'),
    'docs/presets.md': presetsPage(),
    'docs/preview-output.schema.json': jsonSchema(previewLineSchema),
    'docs/run-output.schema.json': jsonSchema(runLineSchema),
    'docs/test-smtp-output.schema.json': jsonSchema(testSmtpLineSchema),
    'sql/sqlite/source-contract.sql': contractScript(
      'The source contract as tables: what the demo office implements.',
      'sqlite',
    ),
    'sql/sqlserver/source-contract.sql': contractScript(
      'The source contract as tables: the columns and types that your views must have.',
      'sqlserver',
    ),
    'sql/sqlserver/state.sql': stateScript(),
  };
}

function jsonSchema(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), null, 2)}\n`;
}

function smtpReplies(): string {
  const rows = knownReplies.map((known) => {
    const [cause, step] = [causeOf, nextStepOf].map((text) =>
      formatMessage({ code: text({ code: known.hint }) }, 'en'),
    );
    const reply = known.reply
      .split('\n')
      .map((line) => `\`${line.replaceAll('|', '\\|')}\``)
      .join('<br>');
    return `| ${known.provider} | ${known.phases.join(', ')} | ${reply} | ${cause!} ${step!} | [page](${known.source}) |`;
  });
  return `# Replies of mail servers that test-smtp explains

Made by: npm run generate. Addresses of people are replaced. The texts are in \`locales\`, in Polish and English.

Of home.pl and nazwa.pl no reply was found quoted on a public page (November 2026), so there is no row with their names. What their
servers say is shown word for word and explained by the rows of other servers that it fits; who meets a reply that none fits can add
it, with the page it stands on, to \`src/mail/diagnosis/known-replies/\`.

| server | phase | reply | cause and next step | found on |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

/** The figures of each preset, every one with its source. */
function presetsPage(): string {
  const limits = ['connections', 'messagesPerMinute', 'messagesPerDay', 'maxMessageSize'] as const;
  const section = ([name, preset]: [string, Preset]) =>
    [
      `## ${name}`,
      preset.provider,
      [
        '| setting | value | source |',
        '| --- | --- | --- |',
        `| host | ${preset.host ?? "each customer has their own: see the provider's panel"} | ${preset.host === undefined ? '' : `<${preset.source}>`} |`,
        `| port, security | ${preset.port}, ${preset.security} | <${preset.source}> |`,
        ...limits.flatMap((limit) =>
          preset[limit] === undefined ? [] : `| ${limit} | ${preset[limit].value} | <${preset[limit].source}> |`,
        ),
      ].join('\n'),
    ].join('\n\n');
  return `<!-- Made by: npm run generate -->

# Presets

What \`preset\` fills in for an account; what the configuration sets itself takes its place. A limit that is not listed is one for
which we found no figure of the provider's: then there is none, and three connections at once. Set what your contract says.

${Object.entries(presets).map(section).join('\n\n')}
`;
}
