import type { TLSSocket } from 'node:tls';
import type { SmtpConfig } from '../../config/index.js';
import { omitUndefined } from '../../omit-undefined.js';
import { ExitCode } from '../../errors/index.js';
import type { Message } from '../../messages/index.js';
import { capabilitiesOf } from './capabilities.js';
import { tlsFacts } from './certificate.js';
import { failureOf, type Conversation, type Refusal } from './failure.js';
import type { Hint } from './hints.js';
import { diagnosisPhases, type DiagnosisPhase, type PhaseFacts } from './phases.js';
import type { Diagnosis, DiagnosisObserver, PhaseReport } from './report.js';
import { clockOffset } from './server-clock.js';
import type { Session } from './session.js';
import type { Exchange, TranscriptLine, TranscriptListener } from './transcript.js';
import { certificateWarning, clockWarning } from './warnings.js';

const phaseOf: Readonly<Record<string, DiagnosisPhase>> = {
  EHLO: 'ehlo',
  HELO: 'ehlo',
  STARTTLS: 'tls',
  MAIL: 'mail',
  RCPT: 'rcpt',
  DATA: 'message',
};

/** Tracks a conversation: assigns its exchanges, and an error, to phases, and reports each phase to the observer. */
export class Progress implements Conversation, TranscriptListener {
  /** The phase that is running. An error without a reply belongs to it. */
  current: DiagnosisPhase = 'dns';
  session: Session | undefined;
  /** The facts of each phase so far. */
  readonly facts: PhaseFacts;
  /** The first reply that refuses something. */
  refused: Refusal | undefined;
  private hasEnded = false;
  private startedAt = performance.now();
  private abortError: Error | undefined;
  private clockOffsetMs: number | undefined;
  private readonly warnings: Message[] = [];
  private outcome: Omit<Diagnosis, 'warnings'> = { exitCode: ExitCode.ok };

  constructor(
    readonly account: SmtpConfig,
    readonly recipient: string | undefined,
    private readonly until: DiagnosisPhase | undefined,
    private readonly observer: DiagnosisObserver,
  ) {
    const { host, port, from, login } = account;
    const to = recipient ?? from;
    this.facts = {
      dns: { host, addresses: [] },
      connect: { address: host, port },
      tls: {},
      banner: {},
      ehlo: {},
      token: { server: login !== undefined && 'oauth2' in login ? login.oauth2.tokenUrl : '' },
      auth: { offered: [] },
      mail: { from },
      rcpt: { to },
      message: { to },
    };
  }

  get diagnosis(): Diagnosis {
    return {
      ...this.outcome,
      ...omitUndefined({ until: this.until }),
      warnings: [...this.warnings, ...clockWarning(this.clockOffsetMs)],
    };
  }

  /** Whether the last requested phase has passed. */
  isDone(): boolean {
    return this.hasEnded;
  }

  /** Whether this phase was asked for; a connection need not have the one named last. */
  includes(phase: DiagnosisPhase): boolean {
    return (
      !this.hasEnded &&
      (this.until === undefined || diagnosisPhases.indexOf(phase) <= diagnosisPhases.indexOf(this.until))
    );
  }

  warn(...warnings: readonly Message[]): void {
    this.warnings.push(...warnings);
  }

  startPhase(phase: DiagnosisPhase): void {
    this.current = phase;
    this.startedAt = performance.now();
  }

  /** Runs a phase and reports that it passed. @param factsOf takes the phase's facts from the result */
  async runPhase<Value, Phase extends DiagnosisPhase>(
    phase: Phase,
    work: () => Promise<Value>,
    factsOf?: (value: Value) => PhaseFacts[Phase],
  ): Promise<Value> {
    this.startPhase(phase);
    const value = await work();
    if (factsOf !== undefined) this.setFacts(phase, factsOf(value));
    this.passPhase(phase, this.phaseMs());
    return value;
  }

  /** Records the server's certificate. Aborts the conversation and returns false if it is not trusted. */
  checkCertificate(socket: TLSSocket): boolean {
    const facts = tlsFacts(socket, new Date());
    this.setFacts('tls', facts);
    if (facts.problem === undefined) {
      this.passPhase('tls', this.phaseMs());
      this.warn(...certificateWarning(facts));
      return true;
    }
    this.abort(Object.assign(new Error(facts.problem), { code: 'ETLS' }));
    return false;
  }

  /** Ends the conversation. The running phase fails with this error. */
  abort(error: Error): void {
    this.abortError = error;
    this.session?.close();
  }

  /** Reports the phase that failed, and sets the outcome. @param known why, if something else has shown it */
  async fail(thrown: Error, known?: Hint): Promise<void> {
    const { report, outcome, warnings } = await failureOf(this.abortError ?? thrown, this, this.phaseMs(), known);
    if (this.hasEnded) return;
    this.warn(...warnings);
    this.outcome = outcome;
    this.observer.phase(report);
  }

  /** Ends the conversation at the test's own limit, which says nothing about the server's limits in a run. */
  cutOff(cutOffMs: number): void {
    this.outcome = { exitCode: ExitCode.unavailable, failed: this.refused?.phase ?? this.current, cutOffMs };
    this.end();
  }

  line(line: TranscriptLine): void {
    this.observer.line(line);
  }

  command(command: string): void {
    const secured = this.session?.securedSocket;
    if (this.current === 'tls' && secured !== undefined) {
      if (this.checkCertificate(secured)) this.startPhase('ehlo');
    }
    const [, mechanism] = /^AUTH (\S+)/i.exec(command) ?? [];
    if (mechanism !== undefined) this.setFacts('auth', { ...this.facts.auth, used: mechanism });
  }

  exchange({ command, reply, milliseconds }: Exchange): void {
    this.clockOffsetMs ??= clockOffset(reply, new Date());
    const phase =
      this.current === 'auth'
        ? 'auth'
        : command === undefined
          ? this.current
          : phaseOf[command.split(/[ :]/)[0]!.toUpperCase()];
    if (phase === undefined) return;
    if (/^[45]/.test(reply) || (phase === 'banner' && !reply.startsWith('220')))
      this.refused ??= { phase, reply, milliseconds };
    else this.acceptReply(phase, reply, milliseconds);
  }

  /**
   * An accepting reply passes its phase and starts the next one. Replies to STARTTLS and DATA only start their phase.
   */
  private acceptReply(phase: DiagnosisPhase, reply: string, milliseconds: number): void {
    switch (phase) {
      case 'auth':
        break;
      case 'ehlo': {
        const capabilities = capabilitiesOf(reply);
        this.refused = undefined;
        this.setFacts('ehlo', capabilities);
        this.setFacts('auth', { offered: capabilities.auth });
        this.passPhase('ehlo', milliseconds);
        break;
      }
      case 'message':
        if (reply.startsWith('3')) this.startPhase('message');
        else {
          this.outcome = { exitCode: ExitCode.ok, replyClass: 'accepted' };
          this.passPhase('message', this.phaseMs(), reply);
        }
        break;
      case 'tls':
        this.startPhase('tls');
        break;
      default:
        this.passPhase(phase, milliseconds, reply);
        this.startPhase(phase === 'banner' ? 'ehlo' : 'rcpt');
    }
  }

  /** Milliseconds since the running phase started. */
  private phaseMs(): number {
    return performance.now() - this.startedAt;
  }

  private setFacts<Phase extends DiagnosisPhase>(phase: Phase, facts: PhaseFacts[Phase]): void {
    (this.facts as { -readonly [Each in DiagnosisPhase]: PhaseFacts[Each] })[phase] = facts;
  }

  private passPhase(phase: DiagnosisPhase, milliseconds: number, reply?: string): void {
    if (this.hasEnded) return;
    this.observer.phase({
      phase,
      ok: true,
      milliseconds,
      facts: this.facts[phase],
      ...omitUndefined({ reply: reply === undefined ? undefined : { code: Number(reply.slice(0, 3)), text: reply } }),
    } as PhaseReport);
    if (phase === this.until) this.end();
  }

  private end(): void {
    this.hasEnded = true;
    this.session?.close();
  }
}
