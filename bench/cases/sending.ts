import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatRate, ratioRow, type BenchCase, type Row } from '../case.js';
import { interleave } from '../measure/interleave.js';
import { runToEnd } from '../measure/process.js';
import { createMixedOffice } from '../offices/mixed.js';
import { bin } from '../paths.js';
import { installPeers, runPeer } from '../peers/index.js';
import { findPostfixTool, startSink, type Sink } from '../sinks/sink.js';

const connections = 5;
/**
 * Also with --quick: the first thousands are slower than the rest because V8 still compiles, and that costs our threads
 * more than a loop.
 */
const mails = 12_000;

/** Compares the whole command, with its start, planning and state, with the sending loops of the peers alone. */
export const sending: BenchCase = {
  name: 'sending',
  async run({ quick, scratch }): Promise<Row[]> {
    await installPeers();
    const sink = await startSink();
    try {
      const few = quick ? 60 : 1000;
      const mailsFile = await renderMails(scratch, mails);
      const fewFile = await renderMails(scratch, few);
      let office = 0;
      const times = await interleave(quick ? 1 : 5, {
        ours: () => sendOffice(scratch, `sending-${office++}`, mails, sink),
        nodemailer: () => runPeer('nodemailer', mailsFile, sink.port, connections),
        raw: () => runPeer('nodemailer-raw', mailsFile, sink.port, connections),
        templates: async () => (await runPeer('email-templates', fewFile, sink.port, connections)) * (mails / few),
        wire: findPostfixTool('smtp-source') === undefined ? undefined : () => timeSmtpSource(mails, sink),
      });
      const perSecond = (ms: number) => mails / (ms / 1000);
      const ours = [formatRate(perSecond(times.ours)), perSecond(times.ours)] as const;
      const against = (name: string, ms: number) => [`${name}, ${formatRate(perSecond(ms))}`, perSecond(ms)] as const;
      const what = `${mails} mails, ${connections} connections, ${sink.name}`;
      return [
        ratioRow(what, ours, against('nodemailer pool in a loop', times.nodemailer), '≥ 1'),
        ratioRow(what, ours, against('email-templates + nodemailer', times.templates), '≥ 3'),
        withoutAim(ratioRow(what, ours, against('nodemailer, composed beforehand', times.raw), '≥ 0')),
        ...(Number.isNaN(times.wire)
          ? []
          : [withoutAim(ratioRow(what, ours, against('smtp-source, the wire', times.wire), '≥ 0'))]),
      ];
    } finally {
      await sink.stop();
    }
  },
};

function withoutAim({ what, measured, against, result }: Row): Row {
  return { what, measured, against, result, aim: 'printed' };
}

/** Renders the mails of an office of the same size to an NDJSON file. @returns its path */
async function renderMails(scratch: string, mails: number): Promise<string> {
  const office = createMixedOffice(scratch, `rendered-${mails}`, mails, { pickupDirectory: 'outbox' });
  office.close();
  const { stdout } = await runToEnd(process.execPath, [bin, 'preview', '--format', 'json'], { cwd: office.directory });
  const file = join(scratch, `mails-${mails}.ndjson`);
  writeFileSync(file, stdout);
  return file;
}

async function sendOffice(scratch: string, name: string, mails: number, { port }: Sink): Promise<number> {
  const office = createMixedOffice(scratch, name, mails, {
    smtp: { host: '127.0.0.1', port, security: 'none', connections },
  });
  const { ms } = await runToEnd(process.execPath, [bin, 'run', '--quiet'], { cwd: office.directory });
  const sent = office.count("messages WHERE state = 'sent'");
  office.close();
  if (sent !== mails) throw new Error(`${sent} of ${mails} mails were sent`);
  return ms;
}

async function timeSmtpSource(mails: number, { port }: Sink): Promise<number> {
  const { ms } = await runToEnd(findPostfixTool('smtp-source')!, [
    '-d',
    '-m',
    String(mails),
    '-s',
    String(connections),
    '-l',
    '12000',
    '-f',
    'a@klos.example',
    '-t',
    'b@klos.example',
    `127.0.0.1:${port}`,
  ]);
  return ms;
}
