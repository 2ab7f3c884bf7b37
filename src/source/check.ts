import { affectsAllKinds, type Database, type DeclaredColumn, type Dialect } from '../database/index.js';
import { isDatabaseFault, reasonOf, type ContractIssue, type NotifyError } from '../errors/index.js';
import { contract, type Column, type View, type ViewName } from './contract.js';

type Types = Readonly<Record<Column['type'], readonly string[]>>;

/** Types that a database may declare. An expression in a view may have none, which passes. */
const sharedTypes: Types = {
  bigint: ['bigint', 'integer', 'int', 'smallint', 'tinyint', 'numeric', 'decimal'],
  int: ['bigint', 'integer', 'int', 'smallint', 'tinyint', 'numeric', 'decimal'],
  text: ['nvarchar', 'varchar', 'nchar', 'char'],
  bit: ['bit', 'boolean', 'integer', 'int', 'tinyint', 'smallint', 'bigint'],
  timestamp: ['datetime2', 'datetime'],
  date: ['date'],
};

/**
 * On SQL Server a `timestamp` is a row version, and `text` and `ntext` cannot be compared. `smalldatetime` rounds to the
 * minute, also a bound that is compared with it, so that a summary would miss approvals. On SQLite dates are texts.
 */
const familiesOf: Readonly<Record<Dialect['name'], Types>> = {
  sqlserver: sharedTypes,
  sqlite: {
    ...sharedTypes,
    text: [...sharedTypes.text, 'text'],
    timestamp: [...sharedTypes.timestamp, 'smalldatetime', 'text', 'timestamp'],
    date: [...sharedTypes.date, 'text'],
  },
};

/** A text column that may hold more than the contract allows. Longer texts are cut. */
export interface LongColumn {
  readonly name: string;
  readonly length: number;
  readonly allowed: number;
}

/** True if the database has the view, and the login may read it. */
export async function hasView(database: Database, name: ViewName): Promise<boolean> {
  return (await database.dialect.columns(database, name)).size > 0;
}

export interface ContractCheck {
  /** The views that exist and can be read. */
  readonly found: ReadonlySet<ViewName>;
  readonly issues: readonly ContractIssue[];
  /** Faults of the database because of which views could not be looked at, for example a lock on one view. */
  readonly faults: readonly NotifyError[];
  readonly longColumns: readonly LongColumn[];
}

/**
 * Checks that the views in use exist, can be read and have the columns of the contract. Also finds columns that are
 * longer.
 */
export async function checkContract(database: Database, views: ReadonlySet<ViewName>): Promise<ContractCheck> {
  const found = new Set<ViewName>();
  const issues: ContractIssue[] = [];
  const faults: NotifyError[] = [];
  const longColumns: LongColumn[] = [];
  for (const view of contract.filter(({ name }) => views.has(name))) {
    try {
      const columns = await database.dialect.columns(database, view.name);
      if (columns.size > 0) found.add(view.name);
      issues.push(...viewIssues(view, columns, familiesOf[database.dialect.name]));
      longColumns.push(...longColumnsOf(view, columns));
    } catch (error) {
      issues.push(unreadableIssue(view, database, error));
      if (isDatabaseFault(error)) faults.push(error);
    }
  }
  return { found, issues, faults, longColumns };
}

function longColumnsOf({ name: view, columns }: View, found: ReadonlyMap<string, DeclaredColumn>): LongColumn[] {
  return columns.flatMap(({ name, length: allowed }) => {
    const length = found.get(name)?.length;
    return length === undefined || allowed === undefined || length <= allowed
      ? []
      : [{ name: `${view}.${name}`, length, allowed }];
  });
}

/** For example a view of a table that is gone. @throws a fault of the database itself */
function unreadableIssue(view: View, { dialect }: Database, error: unknown): ContractIssue {
  if (affectsAllKinds(dialect, error)) throw error;
  return { ...missingView(view), found: { code: 'contract.unreadable', args: { reason: reasonOf(error) } } };
}

function missingView({ name, columns }: View): ContractIssue {
  return {
    view: name,
    expected: { code: 'contract.view', args: { columns: columns.map((column) => column.name).join(', ') } },
    found: { code: 'contract.noView' },
  };
}

function viewIssues(view: View, columns: ReadonlyMap<string, DeclaredColumn>, families: Types): ContractIssue[] {
  if (columns.size === 0) return view.isOptional === true ? [] : [missingView(view)];
  return view.columns.flatMap(({ name, type }): ContractIssue[] => {
    const declared = columns.get(name)?.type;
    if (declared === undefined)
      return [
        { view: view.name, column: name, expected: { code: `contract.${type}` }, found: { code: 'contract.noColumn' } },
      ];
    const fits = declared === '' || families[type].includes(declared);
    return fits
      ? []
      : [
          {
            view: view.name,
            column: name,
            expected: { code: `contract.${type}` },
            found: { code: 'contract.type', args: { type: declared } },
          },
        ];
  });
}
