import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bin, command } from './command.js';
import { TestOffice } from './office.js';
import { startScripted, type ScriptedServer, type Stage } from './scripted-smtp.js';
import { plainMailbox } from './smtp.js';

/** Points in the sending of a message at which a run is killed. */
export const killPhases = [
  'claimed',
  'before DATA',
  'in DATA',
  'after the dot',
  'before its outcome was recorded',
] as const;
export type KillPhase = (typeof killPhases)[number];

export interface KillPlan {
  readonly mails: number;
  readonly connections: number;
  readonly onUnknown: 'resend' | 'hold';
}

export interface Tally {
  readonly planned: number;
  readonly sent: number;
  /** Attempts with unknown outcome. */
  readonly unknown: number;
  /** Copies that the server accepted beyond the first, by Message-ID. */
  readonly doubled: number;
  /** Source events whose guardian got no mail and whose mail has no unknown outcome. */
  readonly lost: number;
  readonly exitCode: number | null;
}

const stagePhases: Record<Stage | 'accepted', KillPhase> = {
  banner: 'before DATA',
  ehlo: 'before DATA',
  starttls: 'before DATA',
  auth: 'before DATA',
  mail: 'before DATA',
  rcpt: 'before DATA',
  rset: 'before DATA',
  quit: 'before DATA',
  data: 'in DATA',
  body: 'in DATA',
  dot: 'after the dot',
  accepted: 'before its outcome was recorded',
};
/** SQL condition: the lease belongs to the current run, not to a killed one. */
const isOfThisRun = "lease_until > '2021'";
const maxReplyDelayMs = 12;
const maxKillDelayMs = 6;
const maxPhaseCount = 36;

const random = (below: number) => Math.floor(Math.random() * below);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** An office with one guardian for each event, and a server with a random delay before each reply. */
export class KillHarness {
  readonly office: TestOffice;
  /** The phase that the next kill waits for, and how often it must still be reached. */
  private awaited: { phase: KillPhase; left: number; reached: () => void } | undefined;

  private constructor(
    readonly plan: KillPlan,
    readonly peer: ScriptedServer,
  ) {
    this.office = new TestOffice(
      { 'audit-completed': { since: '2026-01-01T00:00:00Z', onUnknown: plan.onUnknown } },
      {
        mailbox: plainMailbox(peer.port, { connections: plan.connections, name: '${ACCOUNT}' }),
        schedule: { every: '1 day', startAt: '00:00' },
      },
    );
    const at = new Date(Date.now() - 60_000).toISOString();
    this.office.inBulk(() => {
      for (let index = 0; index < plan.mails; index += 1)
        this.office.audit(this.office.client(`Firma ${index}`, { client: [this.office.user(`Osoba${index}`)] }), at);
    });
    writeFileSync(join(this.office.directory, 'mobevo-notify.config.json'), JSON.stringify(this.office.settings));
  }

  static async open(plan: KillPlan): Promise<KillHarness> {
    const created: { harness?: KillHarness } = {};
    const peer = await startScripted({
      script: ({ stage }) => {
        created.harness?.reached(stagePhases[stage]);
        return { delay: random(maxReplyDelayMs) };
      },
      onAccepted: () => {
        created.harness?.reached('before its outcome was recorded');
      },
    });
    return (created.harness = new KillHarness(plan, peer));
  }

  /** Starts a run with its own account: a killed run would keep connection leases of a shared account for a while. */
  start(): ChildProcess {
    this.started += 1;
    return spawn(process.execPath, [bin, 'run', '--quiet'], {
      cwd: this.office.directory,
      stdio: 'ignore',
      env: { ...process.env, ACCOUNT: `konto ${this.started}` },
    });
  }
  private started = 0;

  /**
   * Starts a run and kills it shortly after it has reached a phase.
   * @returns the phases of its messages at the kill; undefined if the run ended before
   */
  async kill(target: KillPhase): Promise<KillPhase[] | undefined> {
    this.expireLeases();
    this.peer.progress.clear();
    const child = this.start();
    const closed = new Promise<void>((resolve) =>
      child.on('close', () => {
        resolve();
      }),
    );
    const targetReached = target === 'claimed' ? this.claimed(child) : this.passed(target);
    await Promise.race([
      targetReached.then(() => pause(target === 'before its outcome was recorded' ? 0 : random(maxKillDelayMs))),
      closed,
    ]);
    const isKilled = child.exitCode === null && child.kill('SIGKILL');
    const progress = new Map(this.peer.progress);
    await closed;
    return isKilled ? this.phasesAtKill(progress) : undefined;
  }

  /** Expires the leases of killed runs and runs once more to the end. */
  async finish(): Promise<Tally> {
    this.expireLeases();
    const { code } = await command(['run', '--quiet'], { cwd: this.office.directory, env: { ACCOUNT: 'ostatnie' } });
    return this.tally(code);
  }

  /** Expires all message leases, so that the next run takes the messages over. */
  expireLeases(): void {
    if (this.office.database.tables().includes('messages')) {
      this.office.change("UPDATE messages SET lease_until = '2020-01-01T00:00:00.000Z' WHERE lease_until IS NOT NULL");
    }
  }

  async close(): Promise<void> {
    this.office.close();
    await this.peer.close();
  }

  private reached(phase: KillPhase): void {
    if (this.awaited?.phase !== phase) return;
    this.awaited.left -= 1;
    if (this.awaited.left <= 0) this.awaited.reached();
  }

  private passed(phase: KillPhase): Promise<void> {
    return new Promise((resolve) => {
      this.awaited = { phase, left: 1 + random(maxPhaseCount), reached: resolve };
    });
  }

  private async claimed(child: ChildProcess): Promise<void> {
    while (child.exitCode === null && !(this.office.database.tables().includes('messages') && this.holdsClaims()))
      await pause(1);
  }

  private phasesAtKill(progress: ReadonlyMap<string, Stage | 'accepted'>): KillPhase[] {
    const sending = this.office.rows<{ address: string }>(
      `SELECT u.email AS address FROM messages m JOIN source_users u ON u.user_id = m.user_id WHERE m.state = 'sending' AND ${isOfThisRun}`,
    );
    const phases = sending.map(({ address }) => stagePhases[progress.get(address) ?? 'rcpt']);
    return phases.length > 0 ? [...new Set(phases)] : this.holdsClaims() ? ['claimed'] : [];
  }

  private holdsClaims(): boolean {
    return (
      this.office.rows<{ held: number }>(
        `SELECT CASE WHEN EXISTS (SELECT 1 FROM messages WHERE state = 'claimed' AND ${isOfThisRun}) THEN 1 ELSE 0 END AS held`,
      )[0]!.held === 1
    );
  }

  private tally(exitCode: number | null): Tally {
    const ids = this.peer.received.map(({ raw }) => /^message-id: *(<[^>]+>)/im.exec(raw.toString('latin1'))![1]!);
    const reached = new Set(this.peer.received.map(({ to }) => to[0]));
    const states = this.office.states();
    const unknownTo = new Set(
      this.office
        .rows<{ address: string }>(
          "SELECT u.email AS address FROM messages m JOIN source_users u ON u.user_id = m.user_id WHERE m.state = 'unknown'",
        )
        .map(({ address }) => address),
    );
    const events = this.office.rows<{ address: string }>(
      `SELECT u.email AS address FROM source_audits a JOIN source_guardians g ON g.client_id = a.client_id AND g.role = 'client'
       JOIN source_users u ON u.user_id = g.user_id`,
    );
    return {
      planned: Object.values(states).reduce((sum, count) => sum + count, 0),
      sent: states['sent'] ?? 0,
      unknown: this.office.rows<{ count: number }>(
        "SELECT COUNT(*) AS count FROM attempts WHERE outcome = 'unknown'",
      )[0]!.count,
      doubled: ids.length - new Set(ids).size,
      lost: events.filter(({ address }) => !reached.has(address) && !unknownTo.has(address)).length,
      exitCode,
    };
  }
}
