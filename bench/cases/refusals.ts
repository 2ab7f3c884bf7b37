import { ratioRow, formatSeconds, type BenchCase, type Row } from '../case.js';
import { interleave } from '../measure/interleave.js';
import { runToEnd } from '../measure/process.js';
import { createMixedOffice } from '../offices/mixed.js';
import { bin } from '../paths.js';
import { startRawSink, type Sink } from '../sinks/sink.js';

/** Compares a run with every tenth recipient refused at RCPT and one with none. smtp-sink cannot refuse some only. */
export const refusals: BenchCase = {
  name: 'refusals',
  async run({ quick, scratch }): Promise<Row[]> {
    const sink = await startRawSink();
    try {
      const mails = quick ? 900 : 12_000;
      let office = 0;
      const { none, tenth } = await interleave(quick ? 3 : 5, {
        none: () => sendOffice(scratch, `none-${office++}`, mails, sink, 0),
        tenth: () => sendOffice(scratch, `tenth-${office++}`, mails, sink, mails / 10),
      });
      return [
        ratioRow(
          `${mails} mails, 10% refused`,
          [formatSeconds(tenth), tenth],
          [`none refused, ${formatSeconds(none)}`, none],
          '≤ 1.1',
        ),
      ];
    } finally {
      await sink.stop();
    }
  },
};

async function sendOffice(
  scratch: string,
  name: string,
  mails: number,
  { port }: Sink,
  refused: number,
): Promise<number> {
  const office = createMixedOffice(scratch, name, mails, {
    smtp: { host: '127.0.0.1', port, security: 'none', connections: 5 },
  });
  if (refused > 0) office.fill(["UPDATE source_users SET email = 'refused-' || email WHERE user_id % 10 = 9"]);
  const { ms } = await runToEnd(process.execPath, [bin, 'run', '--quiet'], {
    cwd: office.directory,
    expectedExitCode: refused > 0 ? 1 : 0,
  });
  const failed = office.count("messages WHERE state = 'failed'");
  const sent = office.count("messages WHERE state = 'sent'");
  office.close();
  if (failed !== refused || sent !== mails - refused)
    throw new Error(`${sent} mails were sent and ${failed} refused, of ${mails}`);
  return ms;
}
