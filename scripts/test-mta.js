// Sends 400 mails to Exim, OpenSMTPD and Postfix from their Debian packages, which are unpacked and not installed.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runVitest } from './run-vitest.js';

process.exitCode = runVitest(['test/send/mta.test.ts'], {
  MOBEVO_TEST_FAULTS: 'all',
  MOBEVO_TEST_MTA: process.env['MOBEVO_TEST_MTA'] ?? join(tmpdir(), 'mobevo-mta-packages'),
});
