import { ExitCode } from '../../errors/index.js';
import { visibleText } from '../../messages/index.js';
import { causeOf, nextStepOf } from '../../mail/diagnosis/hints.js';
import type { Diagnosis, PhaseReport } from '../../mail/diagnosis/report.js';
import type { TranscriptLine } from '../../mail/diagnosis/transcript.js';
import type { Output } from '../output.js';

const phaseWidth = 10;
const timeWidth = 6;
const maxShownNames = 4;

/** One line for a phase. If the phase failed, also the cause and what to do. */
export function phaseLines(output: Output, report: PhaseReport): string[] {
  const { colours } = output;
  const { phase, ok, milliseconds, hint, reply } = report;
  const mark = ok ? colours.green('✓') : colours.red('✗');
  const time = colours.dim(`${String(Math.round(milliseconds)).padStart(timeWidth)} ms`);
  const details = [factsText(output, report), reply === undefined ? '' : joinReplyLines(reply.text)]
    .filter((part) => part !== '')
    .join('  ');
  return [
    `  ${mark} ${output.text(`testSmtp.phase.${phase}`).padEnd(phaseWidth)} ${time}  ${visibleText(details)}`,
    ...(hint === undefined
      ? []
      : [
          `    ${colours.yellow(output.text('testSmtp.cause'))} ${output.text(causeOf(hint))}`,
          `    ${colours.yellow(output.text('testSmtp.step'))} ${output.text(nextStepOf(hint))}`,
        ]),
  ];
}

/** The lines after the last phase: warnings and the result. */
export function endLines(output: Output, diagnosis: Diagnosis): string[] {
  return [
    ...diagnosis.warnings.map((warning) => `  ${output.colours.yellow('!')} ${output.formatMessage(warning)}`),
    `  ${resultLine(output, diagnosis)}`,
  ];
}

function resultLine(output: Output, { error, exitCode, until }: Diagnosis): string {
  const { colours } = output;
  if (exitCode === ExitCode.ok)
    return colours.green(output.text(until === undefined ? 'testSmtp.works' : 'testSmtp.worksSoFar'));
  // The recipient was named on the command line: if the server refuses it, that is a usage error.
  const code = exitCode === ExitCode.usage ? 'testSmtp.recipientRefused' : 'testSmtp.fails';
  return `${colours.red(output.text(code, { exitCode }))}${error === undefined ? '' : colours.dim(` [${error.code}]`)}`;
}

/** Lines of the SMTP conversation, marked `->` and `<-` as in swaks. */
export function transcriptLines({ colours }: Output, { from, text }: TranscriptLine): string[] {
  return text.split('\n').map((line) => colours.dim(`    ${from === 'client' ? '->' : '<-'} ${visibleText(line)}`));
}

function factsText(output: Output, report: PhaseReport): string {
  switch (report.phase) {
    case 'dns':
      return [...new Set([report.facts.host, ...report.facts.addresses])].join(' ');
    case 'connect':
      return `${report.facts.address}:${report.facts.port}`;
    case 'banner':
      return '';
    case 'ehlo':
      return ehloText(report.facts);
    case 'tls':
      return tlsText(output, report.facts);
    case 'token':
      return report.facts.server;
    case 'auth': {
      const { used = '-', offered } = report.facts;
      return output.text('testSmtp.shown.auth', { used, offered: offered.join(' ') || '-' });
    }
    case 'mail':
      return `<${report.facts.from}>`;
    case 'rcpt':
    case 'message':
      return `<${report.facts.to}>`;
  }
}

function ehloText({ size, auth = [], extensions = [] }: Extract<PhaseReport, { phase: 'ehlo' }>['facts']): string {
  const limit = size === undefined ? [] : [`SIZE ${size}`];
  const methods = auth.length === 0 ? [] : [`AUTH ${auth.join(' ')}`];
  return [...limit, ...methods, ...extensions].join(', ');
}

function tlsText(output: Output, facts: Extract<PhaseReport, { phase: 'tls' }>['facts']): string {
  const { protocol, cipher, subject, issuer, names = [], daysLeft, validTo } = facts;
  if (protocol === undefined) return '';
  return output.text('testSmtp.shown.tls', {
    protocol,
    cipher: cipher!,
    subject: subject!,
    issuer: issuer!,
    date: validTo!.slice(0, 10),
    count: daysLeft!,
    names: `${names.slice(0, maxShownNames).join(', ')}${names.length > maxShownNames ? ', …' : ''}`,
  });
}

/** Joins the lines of a reply. Only the first keeps its reply code. */
function joinReplyLines(reply: string): string {
  return reply.trim().replace(/\s*\r?\n(?:\d{3}[ -])?/g, ' ');
}
