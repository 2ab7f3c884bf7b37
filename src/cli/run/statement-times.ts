import type { Statement } from '../../database/index.js';
import type { Style } from '../output.js';

/** Adds up how often each statement ran, and how long it took. */
export class StatementTimes {
  private readonly times = new Map<string, { count: number; ms: number }>();

  readonly add = ({ name }: Statement, ms: number): void => {
    const before = this.times.get(name) ?? { count: 0, ms: 0 };
    this.times.set(name, { count: before.count + 1, ms: before.ms + ms });
  };

  /** One line per statement, slowest first. */
  lines(style: Style): string[] {
    if (this.times.size === 0) return [];
    const slowestFirst = [...this.times].sort(([, a], [, b]) => b.ms - a.ms);
    return [
      style.text('run.statements'),
      ...slowestFirst.map(
        ([name, { count, ms }]) => `${ms.toFixed(1).padStart(10)} ms ${`${count}×`.padStart(6)} ${name}`,
      ),
    ];
  }
}
