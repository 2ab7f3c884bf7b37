import type { MailboxConfig, SmtpConfig } from '../config/index.js';
import { asNotifyError, NotifyError } from '../errors/index.js';
import type { DiagnosisPhase } from '../mail/diagnosis/phases.js';
import { runCheck, ok, warning, type Check } from './check.js';

/** Milliseconds for the test of an account, whatever its server does. A run waits longer. */
const testLimitMs = 1_000;
/** The same while the test logs in: many servers wait before they refuse a wrong password, Dovecot two seconds. */
const loginLimitMs = 10_000;

const limitMs = (phase: DiagnosisPhase) => (phase === 'token' || phase === 'auth' ? loginLimitMs : testLimitMs);

/** Checks whether the pickup folder or each account would accept mails, all accounts at once. Sends no mail. */
export async function checkMailboxes({ transport, redirectTo }: MailboxConfig): Promise<Check[]> {
  const redirected = redirectTo === undefined ? [] : [warning('mailbox', 'redirected', { address: redirectTo })];
  const checks =
    transport.type === 'smtp'
      ? await Promise.all(transport.accounts.map(checkAccount))
      : [await checkPickupFolder(transport.directory)];
  return [...redirected, ...checks.flat()];
}

function checkPickupFolder(directory: string): Promise<Check> {
  return runCheck('mailbox', async () => {
    const { checkPickup } = await import('../mail/check-pickup.js');
    await checkPickup(directory);
    return ok('mailbox', 'pickup', { directory });
  });
}

/** Tests an account as `test-smtp` without `--to` does, up to MAIL FROM, but ends at the limit. */
async function checkAccount(account: SmtpConfig): Promise<Check[]> {
  try {
    const { diagnose } = await import('../mail/diagnosis/diagnose.js');
    let refusal = '';
    let hasGreeted = false;
    const { warnings, ...result } = await diagnose(
      account,
      { limitMs },
      {
        phase: ({ phase, ok: passed, reply }) => {
          if (phase === 'banner') hasGreeted = passed;
          if (!passed) refusal = reply?.text ?? '';
        },
        line: () => undefined,
      },
    );
    const { name, from } = account;
    const warned = warnings.map((text) => warning('mailbox', 'mailboxWarned', { account: name, warning: text }));
    if (result.failed !== undefined && result.cutOffMs !== undefined)
      return [cutOffCheck(account, result.failed, hasGreeted, result.cutOffMs / 1000), ...warned];
    if (result.error !== undefined) return [{ check: 'mailbox', state: 'fault', error: result.error }, ...warned];
    if (result.failed !== undefined) {
      const phase = { code: `testSmtp.phase.${result.failed}` } as const;
      return [warning('mailbox', 'mailboxRefused', { account: name, phase, reply: refusal }), ...warned];
    }
    return warned.length === 0 ? [ok('mailbox', 'mailbox', { account: name, from })] : warned;
  } catch (error) {
    return [{ check: 'mailbox', state: 'fault', error: asNotifyError(error) }];
  }
}

/** A server without a greeting cannot be reached. One that has greeted may only be slow. */
function cutOffCheck(
  { name, host, port }: SmtpConfig,
  failed: DiagnosisPhase,
  hasGreeted: boolean,
  seconds: number,
): Check {
  const phase = { code: `testSmtp.phase.${failed}` } as const;
  if (hasGreeted) return warning('mailbox', 'mailboxSlow', { account: name, phase, seconds });
  const reason = { code: 'check.noAnswer', args: { seconds } } as const;
  return {
    check: 'mailbox',
    state: 'fault',
    error: new NotifyError('MAILBOX_UNREACHABLE', { host, port, phase, reason }),
  };
}
