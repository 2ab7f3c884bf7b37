import type { SmtpConfig } from '../../config/index.js';
import type { Mail } from '../mailer.js';
import { tokensOf } from '../oauth2/tokens.js';
import type { DiagnosisPhase } from './phases.js';
import { isPipeliningBroken } from './pipelining.js';
import { isTlsPort } from './probe.js';
import { Progress } from './progress.js';
import { addressesOf, openSocket, secureSocket } from '../sockets.js';
import type { Diagnosis, DiagnosisObserver } from './report.js';
import { Session } from './session.js';
import { Transcript } from './transcript.js';
import { hostNameWarning, microsoftPasswordWarning, senderWarning, unencryptedLoginWarning } from './warnings.js';

/** After this many milliseconds without a greeting, the port may be waiting for TLS. */
const silenceBeforeProbeMs = 2_000;
/** The longest time for each step of a test without a limit of its own. */
const maxStepMs = 60_000;

export interface DiagnosisOptions {
  /** The last phase to run; by default all run. */
  readonly until?: DiagnosisPhase;
  /** The mail to send. Without one the server is only asked whether the sender may send. */
  readonly mail?: Mail;
  /** The name of this host, to warn if servers may refuse it. */
  readonly hostName?: string;
  /** Milliseconds after which the whole test is cut off while it is at a phase. */
  readonly limitMs?: (phase: DiagnosisPhase) => number;
}

/**
 * Tests an account: runs a conversation with its server phase by phase, and stops at the first phase that fails. Errors
 * of the server or the connection are in the result.
 */
export async function diagnose(
  configured: SmtpConfig,
  { until, mail, hostName, limitMs }: DiagnosisOptions,
  observer: DiagnosisObserver,
): Promise<Diagnosis> {
  const account = withTestTimeouts(configured, limitMs?.('connect'));
  const progress = new Progress(account, mail?.to, until, observer);
  progress.warn(...microsoftPasswordWarning(account), ...hostNameWarning(account, hostName));
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    if (limitMs === undefined) return;
    const cutOffAfter = (ms: number, waitedMs = 0) => {
      timer = setTimeout(() => {
        const allowedMs = limitMs(progress.current);
        if (allowedMs > ms) cutOffAfter(allowedMs, ms);
        else {
          progress.cutOff(ms);
          resolve();
        }
      }, ms - waitedMs);
    };
    cutOffAfter(limitMs(progress.current));
  });
  await Promise.race([testAccount(account, progress, mail), limit]);
  clearTimeout(timer);
  return progress.diagnosis;
}

async function testAccount(account: SmtpConfig, progress: Progress, mail: Mail | undefined): Promise<void> {
  try {
    await runConversation(account, progress, mail);
  } catch (error) {
    if (progress.isDone()) return;
    const isBroken = await isPipeliningBroken(account, progress);
    await progress.fail(error as Error, isBroken ? { code: 'pipelining' } : undefined);
  } finally {
    progress.session?.close();
  }
}

/**
 * The account with a limit for each step, because somebody is waiting. A message sent may be filtered slowly.
 * @param connectMs a lower limit for connecting, which `Progress.cutOff` cannot end
 */
function withTestTimeouts(account: SmtpConfig, connectMs = maxStepMs): SmtpConfig {
  const { dot, ...steps } = account.timeouts;
  const limited = Object.fromEntries(
    Object.entries(steps).map(([step, milliseconds]) => [step, Math.min(milliseconds, maxStepMs)]),
  ) as typeof steps;
  return { ...account, timeouts: { ...limited, connect: Math.min(limited.connect, connectMs), dot } };
}

async function runConversation(account: SmtpConfig, progress: Progress, mail: Mail | undefined): Promise<void> {
  const session = await openSession(account, progress);
  if (session === undefined) return;
  const stopProbing = probeWhenSilent(account, progress);
  await session.open().finally(stopProbing);
  progress.warn(...unencryptedLoginWarning(account));
  await logIn(account, session, progress);
  if (!progress.includes('mail')) return;
  progress.startPhase('mail');
  if (mail === undefined) await session.checkEnvelope(account.from, account.from);
  else await session.send(mail);
  progress.warn(...senderWarning(account, mail !== undefined));
  await session.quit();
}

/** DNS, TCP, and TLS if the connection starts with it. Returns undefined if no later phase is requested. */
async function openSession(account: SmtpConfig, progress: Progress): Promise<Session | undefined> {
  const { host, port, security } = account;
  await progress.runPhase(
    'dns',
    () => addressesOf(host),
    (addresses) => ({ host, addresses }),
  );
  if (progress.isDone()) return undefined;
  const plain = await progress.runPhase(
    'connect',
    () => openSocket(account),
    ({ remoteAddress = '' }) => ({ address: remoteAddress, port }),
  );
  let socket = plain;
  if (security === 'tls' && !progress.isDone()) {
    progress.startPhase('tls');
    const secured = await secureSocket(plain, account, {
      rejectUnauthorized: false,
      timeout: account.timeouts.connect,
    });
    socket = secured;
    if (!progress.checkCertificate(secured)) {
      secured.destroy();
      throw new Error('untrusted');
    }
  }
  if (progress.isDone()) {
    socket.destroy();
    return undefined;
  }
  const session = new Session(account, socket, new Transcript(account, progress), tokensOf(account));
  progress.session = session;
  progress.startPhase('banner');
  return session;
}

async function logIn({ login }: SmtpConfig, session: Session, progress: Progress): Promise<void> {
  if (login === undefined || !progress.includes('token')) return;
  if ('oauth2' in login) await progress.runPhase('token', () => session.fetchToken());
  if (!progress.includes('auth')) return;
  await progress.runPhase('auth', () => session.login());
}

/**
 * Probes the port for TLS if no greeting comes: a server that waits for TLS sends none until the greeting times out.
 * Returns a function that stops the probe.
 */
function probeWhenSilent({ host, port }: SmtpConfig, progress: Progress): () => void {
  const timer = setTimeout(() => {
    if (progress.current !== 'banner') return;
    void isTlsPort(host, port).then((isTls) => {
      if (isTls && progress.current === 'banner')
        progress.abort(Object.assign(new Error('no greeting'), { code: 'PORT_SPEAKS_TLS' }));
    });
  }, silenceBeforeProbeMs);
  return () => {
    clearTimeout(timer);
  };
}
