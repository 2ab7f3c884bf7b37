import type { Config, KindConfig, KindId } from '../config/index.js';
import { affectsAllKinds, type Database } from '../database/index.js';
import { NotifyError, SourceContractError, type ContractIssue } from '../errors/index.js';
import { kindOf, viewsOf, viewsReadBy } from '../notifications/index.js';
import type { KindState } from '../outbox/index.js';
import { localDay, type Day } from '../schedule/index.js';
import {
  checkContract,
  deputyGaps,
  findFailingView,
  guardianGaps,
  hasView,
  malformedRows,
  sourceClock,
  userGaps,
  viewError,
  type ContractCheck,
  type MalformedRow,
  type RecipientGap,
  type SourceClock,
  type ViewName,
} from '../source/index.js';
import type { DataIssues } from './data-issues.js';
import { windowStarts } from './due.js';

/**
 * Kinds of which a view is missing or wrong, and one error with all issues of their views. If a fault of the database
 * is all that is wrong, it is the error: a later run may find nothing wrong.
 */
export interface BrokenViews {
  readonly kinds: ReadonlySet<KindId>;
  readonly error: NotifyError;
}

/**
 * Checks the views that these kinds read. Returns what is broken, and text columns that are longer than the contract.
 */
export async function checkViews(
  database: Database,
  configs: readonly KindConfig[],
): Promise<Omit<ContractCheck, 'issues' | 'faults'> & { readonly broken?: BrokenViews }> {
  const views = new Set(configs.flatMap(viewsOf));
  const { issues, faults, ...check } = await checkContract(database, views);
  return issues.length === 0 ? check : { ...check, broken: brokenViews(configs, issues, faults) };
}

/** As `checkViews`, for what cannot go on with a broken view. */
export async function findBrokenViews(
  database: Database,
  configs: readonly KindConfig[],
): Promise<BrokenViews | undefined> {
  return (await checkViews(database, configs)).broken;
}

function brokenViews(
  configs: readonly KindConfig[],
  issues: readonly ContractIssue[],
  faults: readonly NotifyError[],
): BrokenViews {
  const broken = new Set<string>(issues.map(({ view }) => view));
  const kinds = configs.filter((kind) => viewsOf(kind).some((view) => broken.has(view)));
  const error = faults.length === issues.length ? faults[0]! : new SourceContractError(issues);
  return { kinds: new Set(kinds.map(({ id }) => id)), error };
}

/** Called with the error of a view, which does not affect the kinds that do not read it. */
type OnViewError = (error: NotifyError) => void;

const viewsOfGaps = ['source_guardians', 'source_users', 'source_clients'] as const;

/**
 * Finds clients without a reachable guardian, users without an address, and deputies who can get no mail, as far as
 * these kinds need them.
 * @param enabled all kinds that are switched on, for errors
 * @param today in the office's time zone
 * @throws a fault of the database itself
 */
export async function findRecipientGaps(
  database: Database,
  configs: readonly KindConfig[],
  enabled: readonly KindConfig[],
  today: Day,
  onError: OnViewError,
): Promise<RecipientGap[]> {
  const gaps: RecipientGap[] = [];
  for (const audience of ['client', 'accounting', 'hr', 'users'] as const) {
    if (!configs.some(({ id }) => kindOf(id).audience === audience)) continue;
    const find = () => (audience === 'users' ? userGaps(database) : guardianGaps(database, audience));
    const views = audience === 'users' ? (['source_users'] as const) : viewsOfGaps;
    gaps.push(...(await find().catch(orReport(database, views, enabled, onError))));
  }
  const readsDeputies = configs.some((kind) => viewsOf(kind).includes('source_deputies'));
  if (readsDeputies && (await hasView(database, 'source_deputies'))) {
    const views = ['source_guardians', 'source_users', 'source_deputies'] as const;
    gaps.push(...(await deputyGaps(database, today).catch(orReport(database, views, enabled, onError))));
  }
  return gaps;
}

/**
 * Finds rows that break the contract in the views that these kinds read.
 * @param windows start of the event window of each kind
 * @param enabled all kinds that are switched on, for errors
 * @throws a fault of the database itself
 */
export async function findMalformedRows(
  database: Database,
  windows: ReadonlyMap<KindConfig, Date>,
  clock: SourceClock,
  enabled: readonly KindConfig[],
  onError: OnViewError,
): Promise<MalformedRow[]> {
  const starts = new Map<ViewName, Date>();
  for (const [kind, start] of windows) {
    for (const view of viewsOf(kind)) {
      const known = starts.get(view) ?? start;
      starts.set(view, start < known ? start : known);
    }
  }
  const rows: MalformedRow[] = [];
  for (const [view, start] of starts) {
    const find = () => malformedRows(database, view, clock.toSource(start));
    rows.push(...(await find().catch(orReport(database, [view], enabled, onError))));
  }
  return rows;
}

/**
 * Finds what is wrong with the data of all kinds whose views can be read, whether or not they are due.
 * @param states when each kind was last planned
 * @throws a fault of the database itself
 */
export async function findIssuesOfAllKinds(
  database: Database,
  config: Config,
  states: ReadonlyMap<KindId, KindState>,
  now: Date,
  onError: OnViewError,
): Promise<Pick<DataIssues, 'gaps' | 'malformedRows'>> {
  const broken = await findBrokenViews(database, config.kinds);
  const kinds = config.kinds.filter(({ id }) => broken?.kinds.has(id) !== true);
  const clock = sourceClock(config.sourceClock, config.office.timeZone);
  return {
    gaps: await findRecipientGaps(database, kinds, config.kinds, localDay(now, config.office.timeZone), onError),
    malformedRows: await findMalformedRows(database, windowStarts(kinds, states, now), clock, config.kinds, onError),
  };
}

/** Handles an error of a query over these views, whose result is then empty. */
function orReport(
  database: Database,
  views: readonly ViewName[],
  enabled: readonly KindConfig[],
  onError: OnViewError,
): (error: unknown) => Promise<never[]> {
  return async (error) => {
    if (affectsAllKinds(database.dialect, error)) throw error;
    const found = await findFailingView(database, views, viewsReadBy(enabled), error);
    onError(found instanceof NotifyError ? found : viewError(views, viewsReadBy(enabled), found));
    return [];
  };
}
