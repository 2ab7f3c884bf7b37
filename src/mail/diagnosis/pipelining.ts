import type { SmtpConfig } from '../../config/index.js';
import { tokensOf } from '../oauth2/tokens.js';
import { SmtpConnection } from '../smtp-connection.js';
import { EnvelopeCheck } from './envelope-check.js';
import type { Conversation } from './failure.js';

/** Codes for commands that a server did not understand, or did not expect. */
const outOfSequence = /^(50[0-4]|554 .*synchroni[sz]ation|421 .*pipelin)/i;

/**
 * Whether a conversation failed because several commands were sent at once. Some servers and firewalls offer PIPELINING
 * and lose what follows the first command. The same envelope, sent one command at a time, shows it; no mail is sent.
 */
export async function isPipeliningBroken(
  account: SmtpConfig,
  { current, refused, facts, recipient }: Conversation,
): Promise<boolean> {
  const phase = refused?.phase ?? current;
  const mayBe =
    facts.ehlo.extensions?.includes('PIPELINING') === true &&
    account.pipelining &&
    (['mail', 'rcpt'].includes(phase) || refused?.phase === 'message') &&
    (refused === undefined || outOfSequence.test(refused.reply));
  return mayBe && (await worksOneByOne({ ...account, pipelining: false }, recipient ?? account.from));
}

async function worksOneByOne(account: SmtpConfig, recipient: string): Promise<boolean> {
  const envelope = new EnvelopeCheck();
  const connection = new SmtpConnection(account, tokensOf(account), { customAuth: envelope.methods });
  try {
    await connection.open();
    await connection.login();
    await envelope.run(connection, account.from, recipient);
    await connection.quit();
    return true;
  } catch {
    connection.close();
    return false;
  }
}
