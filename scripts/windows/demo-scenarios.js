// Scenarios with the demo office: each returns what went wrong, or undefined.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { outbox, prepare, unlike } from './office.js';

export const demoScenarios = {
  'the demo sends its mails, and again none': async ({ folder, run }) => {
    const first = unlike(await run(['run', '--demo']), 0, 'mobevo-demo/outbox');
    const { length } = outbox(folder);
    const left = readdirSync(join(folder, 'mobevo-demo')).filter((name) => name.endsWith('.tmp'));
    if (length < 10 || left.length > 0) return `${length} mails, left: ${left}`;
    return first ?? unlike(await run(['run', '--demo']), 0, 'sent to mobevo-demo/outbox', '0 mails');
  },

  'run --check finds nothing wrong': async (office) => {
    await prepare(office);
    return unlike(await office.run(['run', '--check', '--demo']), 0, 'is writable');
  },

  'preview --out writes its files': async ({ folder, run }) => {
    const result = await run(['preview', '--sample', '--out', 'podgląd poczty']);
    return (
      unlike(result, 0) ?? (readdirSync(join(folder, 'podgląd poczty')).includes('index.html') ? undefined : 'no page')
    );
  },

  'three runs at once send each mail once': async (office) => {
    await prepare(office);
    const results = await Promise.all([1, 2, 3].map(() => office.run(['run', '--demo', '--json'])));
    const sent = results.flatMap(({ stdout }) =>
      stdout
        .split('\n')
        .filter((line) => line.includes('"decision":"sent"'))
        .map((line) => JSON.parse(line).id),
    );
    const codes = results.map(({ code }) => code).join();
    const isRight =
      codes === '0,0,0' && new Set(sent).size === sent.length && sent.length === outbox(office.folder).length;
    return isRight ? undefined : `exit codes ${codes}, ${sent.length} sent, ${outbox(office.folder).length} files`;
  },

  'no console, and no handles for input and output': async (office) => {
    await prepare(office);
    const { code } = await office.run(['run', '--demo'], { closedHandles: true });
    return code === 0 && outbox(office.folder).length > 10 ? undefined : `exit code ${code}`;
  },

  'no Visual C++ runtime': async ({ run }) =>
    unlike(
      await run(['run', '--demo'], { env: { WINEDLLOVERRIDES: 'vcruntime140=' } }),
      78,
      'SQLITE_DRIVER_UNUSABLE',
      'VCRedist',
    ),
};
