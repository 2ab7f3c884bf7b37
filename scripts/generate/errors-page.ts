import { ExitCode, errorTable } from '../../src/errors/index.js';
import type { ErrorCode } from '../../src/messages/index.js';
import { errorTexts } from './error-texts.js';

/** docs/errors.md: a section for each error. */
export function errorsPage(): string {
  const textsOf = errorTexts('en');
  const section = (code: ErrorCode) => {
    const { explanation, hint } = textsOf(code);
    return [`## ${code}`, `${exitCodes(code)} ${withLinks(explanation)}`, withLinks(hint)].join('\n\n');
  };
  return `<!-- Made by: npm run generate -->

# Errors and what to do

Each message ends with its code in brackets; \`--json\` has it as \`code\`. The [reference](en/reference.md#exit-codes) explains the
exit codes. In the hints, names in braces such as \`{kinds}\` stand for what the message itself shows.

${(Object.keys(errorTable) as ErrorCode[]).map(section).join('\n\n')}
`;
}

function exitCodes(code: ErrorCode): string {
  const codes: readonly ExitCode[] = errorTable[code].exitCodes;
  return codes.includes(ExitCode.ok) ? 'No exit code of its own.' : `Exit code ${codes.join(' or ')}.`;
}

/** Files that a text names become links; the page is in docs. */
function withLinks(text: string): string {
  return text.replace(/\b(?:docs|sql)\/(?:[\w./-]*\w)?/g, (path) => {
    const target = path.startsWith('docs/') ? path.slice('docs/'.length) : `../${path}`;
    return `[${path}](${target})`;
  });
}
