import type { Database } from '../database/index.js';
import { SourceContractError, type ContractIssue } from '../errors/index.js';
import { contract, type Column, type View, type ViewName } from './contract.js';

/** Types that a database may declare. An expression in a view may have none, which passes. */
const families: Readonly<Record<Column['type'], readonly string[]>> = {
  bigint: ['bigint', 'integer', 'int', 'smallint', 'tinyint', 'numeric', 'decimal'],
  int: ['bigint', 'integer', 'int', 'smallint', 'tinyint', 'numeric', 'decimal'],
  text: ['text', 'nvarchar', 'varchar', 'nchar', 'char', 'ntext', 'sysname'],
  bit: ['bit', 'boolean', 'integer', 'int', 'tinyint', 'smallint', 'bigint'],
  timestamp: ['datetime2', 'datetime', 'smalldatetime', 'text', 'timestamp'],
  date: ['date', 'text'],
};

/**
 * Checks that the views in use exist and have the columns of the contract.
 * @throws SourceContractError with every issue at once
 */
export async function checkContract(database: Database, views: ReadonlySet<ViewName>): Promise<void> {
  const issues: ContractIssue[] = [];
  for (const view of contract.filter(({ name }) => views.has(name))) {
    issues.push(...viewIssues(view, await database.dialect.columns(database, view.name)));
  }
  if (issues.length > 0) throw new SourceContractError(issues);
}

function viewIssues(view: View, columns: Map<string, string>): ContractIssue[] {
  if (columns.size === 0) {
    return [
      {
        view: view.name,
        expected: { code: 'contract.view', args: { columns: view.columns.map(({ name }) => name).join(', ') } },
        found: { code: 'contract.noView' },
      },
    ];
  }
  return view.columns.flatMap(({ name, type }): ContractIssue[] => {
    const declared = columns.get(name);
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
