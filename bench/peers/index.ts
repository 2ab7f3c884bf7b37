import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from '../measure/process.js';
import { peersFolder, programPath } from '../paths.js';

export type Peer = 'nodemailer' | 'nodemailer-raw' | 'email-templates';

/** Installs the peers, which are not dependencies of the package. */
export async function installPeers(): Promise<void> {
  if (!existsSync(join(peersFolder, 'node_modules'))) {
    await runToEnd('npm', ['ci', '--omit=optional', '--omit=peer', '--legacy-peer-deps', '--no-audit', '--no-fund'], {
      cwd: peersFolder,
    });
  }
}

/** Sends all mails of the file with a peer. @returns milliseconds of its sending loop */
export async function runPeer(peer: Peer, mailsFile: string, port: number, connections: number): Promise<number> {
  const { stdout } = await runToEnd(
    process.execPath,
    [programPath('peers', `${peer}-loop.js`), mailsFile, String(port), String(connections)],
    {
      env: { NODE_ENV: 'production' },
    },
  );
  return Number(stdout);
}
