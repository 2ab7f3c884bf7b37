import { onTestFinished } from 'vitest';
import type { TestOffice } from './office.js';
import { officeWithMail } from './office-with-mail.js';
import { startSmtp, type PeerOptions, type SmtpPeer } from './smtp.js';

/** Starts a server, and an office with one mail for each of these guardians. Both are closed when the test ends. */
export async function startSmtpOffice(
  names: readonly string[],
  options: PeerOptions = {},
  smtp: Record<string, unknown> = {},
): Promise<{ readonly office: TestOffice } & Pick<SmtpPeer, 'port' | 'received'>> {
  const peer = await startSmtp(options);
  const office = officeWithMail(peer.port, names, { smtp });
  onTestFinished(async () => {
    office.close();
    await peer.close();
  });
  return { office, port: peer.port, received: peer.received };
}
