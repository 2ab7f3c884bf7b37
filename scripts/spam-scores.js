// Scores the sample of every kind with SpamAssassin's local rules, in both languages. Exits with 1 if any rule
// gives points. Installs Debian's package if run as root, and skips with a message if there is none.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { previewSamples } from '../dist/src/inspect/preview.js';
import { kindIds } from '../dist/src/notifications/index.js';
import { installDebianPackage } from './debian-package.js';
import { now, office } from './sample-office.js';

const program = '/usr/bin/spamassassin';
const signature = 'Biuro Rachunkowe Kłos\nul. Polna 3, Poznań';
const mailbox = { from: 'powiadomienia@klos.example', fromName: 'Biuro Rachunkowe Kłos' };

/** @returns the points of a mail, and its rules as SpamAssassin prints them */
function score(raw) {
  const { stdout } = spawnSync(program, ['--local', '--test-mode'], { input: raw, encoding: 'utf8' });
  const report = stdout.slice(stdout.indexOf('Content analysis details:'));
  const points = /\(\s*(-?[\d.]+) points/.exec(report)?.[1];
  if (points === undefined) throw new Error('SpamAssassin gave no report.');
  return { points: Number(points), rules: [...report.matchAll(/^ *(-?[\d.]+) ([A-Z][A-Z0-9_]+) /gm)] };
}

if (!existsSync(program)) installDebianPackage('spamassassin');
if (existsSync(program)) {
  for (const locale of ['pl', 'en']) {
    const config = { office: { ...office, signature, locale }, mailbox };
    const fail = (error) => {
      throw error;
    };
    for (const { kind, raw } of previewSamples(config, { kinds: kindIds, now }, fail)) {
      const { points, rules } = score(raw);
      const named = rules.map(([, each, rule]) => `${rule} ${each}`).join(', ');
      console.log(`${kind} (${locale}): ${(points + 0).toFixed(1)}  ${named}`);
      if (rules.some(([, each]) => Number(each) > 0)) process.exitCode = 1;
    }
  }
} else {
  console.error('No SpamAssassin: nothing is scored. Install the package spamassassin.');
}
