import type { SmtpConfig } from '../../config/index.js';
import type { Mail } from '../mailer.js';
import { tokensOf } from '../oauth2/tokens.js';
import type { DiagnosisPhase } from './phases.js';
import { speaksTls } from './probe.js';
import { Progress } from './progress.js';
import { addressesOf, openSocket, secureSocket } from './reach.js';
import type { Diagnosis, DiagnosisObserver } from './report.js';
import { Session } from './session.js';
import { Transcript } from './transcript.js';
import { plainWarning, senderWarning } from './warnings.js';

/** Milliseconds without a greeting after which the port is suspected of waiting for TLS. */
const silenceBeforeProbe = 2_000;

export interface DiagnosisOptions {
  /** The last phase; by default all of them. */
  readonly until?: DiagnosisPhase;
  /** Sent; without one the server is only asked whether the sender may send. */
  readonly mail?: Mail;
}

/** Goes through a conversation with the account's server, phase by phase, and stops at the first that fails. */
export async function diagnose(
  account: SmtpConfig,
  { until, mail }: DiagnosisOptions,
  observer: DiagnosisObserver,
): Promise<Diagnosis> {
  const progress = new Progress(account, mail?.to, until, observer);
  try {
    await converse(account, progress, mail);
  } catch (fault) {
    await progress.fail(fault as Error);
  } finally {
    progress.session?.close();
  }
  return progress.diagnosis;
}

async function converse(account: SmtpConfig, progress: Progress, mail: Mail | undefined): Promise<void> {
  const session = await reach(account, progress);
  if (session === undefined) return;
  const stopProbing = probeWhenSilent(account, progress);
  await session.open().finally(stopProbing);
  progress.warn(...plainWarning(account));
  await logIn(account, session, progress);
  if (!progress.wants('mail')) return;
  progress.startPhase('mail');
  if (mail === undefined) await session.offerEnvelope(account.from, account.from);
  else await session.send(mail);
  progress.warn(...senderWarning(account, mail !== undefined));
}

/** DNS, TCP, and TLS where it comes first. @returns undefined when no more was wanted */
async function reach(account: SmtpConfig, progress: Progress): Promise<Session | undefined> {
  const { host, port, security } = account;
  await progress.runPhase(
    'dns',
    () => addressesOf(host),
    (addresses) => ({ host, addresses }),
  );
  if (progress.isDone()) return undefined;
  const plain = await progress.runPhase(
    'connect',
    () => openSocket(host, port),
    ({ remoteAddress = '' }) => ({ address: remoteAddress, port }),
  );
  let socket = plain;
  if (security === 'tls' && !progress.isDone()) {
    progress.startPhase('tls');
    const secured = await secureSocket(plain, account);
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
  if (login === undefined || !progress.wants('token')) return;
  if ('oauth2' in login) await progress.runPhase('token', () => session.token());
  if (!progress.wants('auth')) return;
  await progress.runPhase('auth', () => session.login());
}

/** A server that waits for TLS says nothing; longer than a person would wait. @returns stops it */
function probeWhenSilent({ host, port }: SmtpConfig, progress: Progress): () => void {
  const timer = setTimeout(() => {
    if (progress.current !== 'banner') return;
    void speaksTls(host, port).then((answer) => {
      if (answer && progress.current === 'banner')
        progress.abort(Object.assign(new Error('no greeting'), { code: 'PORT_SPEAKS_TLS' }));
    });
  }, silenceBeforeProbe);
  return () => {
    clearTimeout(timer);
  };
}
