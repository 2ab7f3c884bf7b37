import { type BenchCase, type Row } from '../case.js';
import { readPeakMemory, writePeakMemoryProbe } from '../measure/peak-memory.js';
import { runToEnd } from '../measure/process.js';
import { createMixedOffice } from '../offices/mixed.js';
import { bin } from '../paths.js';
import { startSink, type Sink } from '../sinks/sink.js';

const few = 1000;
const limitMegabytes = 150;

/** Compares the command's peak memory for many mails with a limit and with few mails. */
export const memory: BenchCase = {
  name: 'memory',
  async run({ quick, scratch }): Promise<Row[]> {
    const sink = await startSink();
    try {
      const many = quick ? 6000 : 100_000;
      const small = await measurePeakMemory(scratch, few, sink);
      const large = await measurePeakMemory(scratch, many, sink);
      const common = { what: `peak memory, ${many} mails`, measured: `${large.toFixed(0)} MB` };
      return [
        {
          ...common,
          against: 'a fixed amount',
          result: `${large.toFixed(0)} MB`,
          aim: `≤ ${limitMegabytes} MB`,
          met: large <= limitMegabytes,
        },
        {
          ...common,
          against: `${few} mails, ${small.toFixed(0)} MB`,
          result: `${(large / small).toFixed(2)} ×`,
          aim: '≤ 1.2 ×',
          met: large / small <= 1.2,
        },
      ];
    } finally {
      await sink.stop();
    }
  },
};

/** Sends mails and measures the peak resident set. @returns megabytes */
async function measurePeakMemory(scratch: string, mails: number, { port }: Sink): Promise<number> {
  const office = createMixedOffice(scratch, `memory-${mails}`, mails, {
    smtp: { host: '127.0.0.1', port, security: 'none', connections: 5 },
  });
  const probe = writePeakMemoryProbe(office.directory);
  const { stderr } = await runToEnd(process.execPath, ['--require', probe, bin, 'run', '--quiet'], {
    cwd: office.directory,
  });
  office.close();
  return readPeakMemory(stderr) / 1024;
}
