import type { TLSSocket } from 'node:tls';
import type { SmtpConfig } from '../../config/index.js';
import { ExitCode } from '../../errors/index.js';
import type { Message } from '../../messages/index.js';
import { capabilitiesOf } from './capabilities.js';
import { tlsFacts } from './certificate.js';
import { failureOf, type Conversation, type Refusal } from './failure.js';
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

/** How far a conversation has come: turns its exchanges into phases, and a fault into the phase it belongs to. */
export class Progress implements Conversation, TranscriptListener {
  /** The phase under way: the one a fault without a reply belongs to. */
  current: DiagnosisPhase = 'dns';
  session: Session | undefined;
  /** What is known of each phase so far. */
  readonly facts: PhaseFacts;
  /** The first reply that refuses something. */
  refused: Refusal | undefined;
  private hasEnded = false;
  private since = performance.now();
  private broken: Error | undefined;
  private clock: number | undefined;
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
      ...(this.until === undefined ? {} : { until: this.until }),
      warnings: [...this.warnings, ...clockWarning(this.clock)],
    };
  }

  /** Whether the last phase that was wanted has passed. */
  isDone(): boolean {
    return this.hasEnded;
  }

  /** Whether this phase was asked for; a connection need not have the one named last. */
  wants(phase: DiagnosisPhase): boolean {
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
    this.since = performance.now();
  }

  /** Does the work of a phase. @param setFacts what it showed */
  async runPhase<Value, Phase extends DiagnosisPhase>(
    phase: Phase,
    work: () => Promise<Value>,
    setFacts?: (value: Value) => PhaseFacts[Phase],
  ): Promise<Value> {
    this.startPhase(phase);
    const value = await work();
    if (setFacts !== undefined) this.learn(phase, setFacts(value));
    this.phasePassed(phase, performance.now() - this.since);
    return value;
  }

  /** Looks at whom the connection was secured with; an untrusted certificate ends the conversation. @returns whether it may go on */
  checkCertificate(socket: TLSSocket): boolean {
    const facts = tlsFacts(socket, new Date());
    this.learn('tls', facts);
    if (facts.problem === undefined) {
      this.phasePassed('tls', performance.now() - this.since);
      this.warn(...certificateWarning(facts));
      return true;
    }
    this.abort(Object.assign(new Error(facts.problem), { code: 'ETLS' }));
    return false;
  }

  /** Ends the conversation; the step under way fails with this. */
  abort(fault: Error): void {
    this.broken = fault;
    this.session?.close();
  }

  /** Tells of the phase that failed, and what that means. */
  async fail(thrown: Error): Promise<void> {
    if (this.hasEnded) return;
    const { report, outcome, warnings } = await failureOf(this.broken ?? thrown, this, performance.now() - this.since);
    this.warn(...warnings);
    this.outcome = outcome;
    this.observer.phase(report);
  }

  line(line: TranscriptLine): void {
    this.observer.line(line);
  }

  command(command: string): void {
    const secured = this.session?.securedSocket;
    if (this.current === 'tls' && secured !== undefined) {
      if (this.checkCertificate(secured)) this.startPhase('ehlo');
    }
    const [, used] = /^AUTH (\S+)/i.exec(command) ?? [];
    if (used !== undefined) this.learn('auth', { ...this.facts.auth, used });
  }

  exchange({ command, reply, milliseconds }: Exchange): void {
    this.clock ??= clockOffset(reply, new Date());
    const phase =
      this.current === 'auth'
        ? 'auth'
        : command === undefined
          ? this.current
          : phaseOf[command.split(/[ :]/)[0]!.toUpperCase()];
    if (phase === undefined) return;
    if (/^[45]/.test(reply) || (phase === 'banner' && !reply.startsWith('220')))
      this.refused ??= { phase, reply, milliseconds };
    else this.accepted(phase, reply, milliseconds);
  }

  /** Each reply passes its phase and leads on to the next; the ones to STARTTLS and DATA only begin theirs. */
  private accepted(phase: DiagnosisPhase, reply: string, milliseconds: number): void {
    switch (phase) {
      case 'auth':
        break;
      case 'ehlo': {
        const capabilities = capabilitiesOf(reply);
        this.refused = undefined;
        this.learn('ehlo', capabilities);
        this.learn('auth', { offered: capabilities.auth });
        this.phasePassed('ehlo', milliseconds);
        break;
      }
      case 'message':
        if (reply.startsWith('3')) this.startPhase('message');
        else {
          this.outcome = { exitCode: ExitCode.ok, replyClass: 'accepted' };
          this.phasePassed('message', performance.now() - this.since, reply);
        }
        break;
      case 'tls':
        this.startPhase('tls');
        break;
      default:
        this.phasePassed(phase, milliseconds, reply);
        this.startPhase(phase === 'banner' ? 'ehlo' : 'rcpt');
    }
  }

  private learn<Phase extends DiagnosisPhase>(phase: Phase, facts: PhaseFacts[Phase]): void {
    (this.facts as { -readonly [Known in DiagnosisPhase]: PhaseFacts[Known] })[phase] = facts;
  }

  private phasePassed(phase: DiagnosisPhase, milliseconds: number, reply?: string): void {
    if (this.hasEnded) return;
    this.observer.phase({
      phase,
      ok: true,
      milliseconds,
      facts: this.facts[phase],
      ...(reply === undefined ? {} : { reply: { code: Number(reply.slice(0, 3)), text: reply } }),
    } as PhaseReport);
    if (phase !== this.until) return;
    this.hasEnded = true;
    this.session?.close();
  }
}
