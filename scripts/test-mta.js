// Sends 400 mails to Exim, OpenSMTPD and Postfix from their Debian packages, which are unpacked and not installed.
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', 'test/send/mta.test.ts', '--disable-console-intercept'],
  {
    stdio: 'inherit',
    env: { MOBEVO_TEST_FAULTS: 'all', MOBEVO_TEST_MTA: join(tmpdir(), 'mobevo-mta-packages'), ...process.env },
  },
);
process.exitCode = status ?? 1;
