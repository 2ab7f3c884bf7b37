import { contractTables } from '../../demo/contract-tables.js';
import { connect, migrate } from '../../src/database/index.js';
import type { Check, CheckId } from '../../src/inspect/check.js';
import { checkHealth } from '../../src/inspect/check-health.js';
import { kindIds } from '../../src/notifications/index.js';
import { TestOffice } from './office.js';
import type { Value } from './office-database.js';
import { SqlServerOffice } from './sqlserver-office.js';

const password = 'Haslo_do_testu_1';
const addressed = ['absences', 'office-activity'];

/** A change of the database, and how it is undone. */
interface Seed {
  readonly seed: () => void;
  readonly mend: () => void;
}

/** A fault, the check that finds it, and what the check says. */
export interface Fault {
  readonly name: string;
  readonly change: () => Seed;
  readonly check: CheckId;
  readonly state: Check['state'];
  readonly named: readonly string[];
}
export const fault = (
  name: string,
  change: Fault['change'],
  check: CheckId,
  state: Check['state'],
  ...named: readonly string[]
): Fault => ({ name, change, check, state, named });

/** An office on SQL Server with all kinds, and a login of its own whose rights can be taken away. */
export class SeededOffice {
  /** The rows of the office without a fault, by view. */
  private readonly rows = new Map<string, Record<string, Value>[]>();

  private constructor(
    private readonly office: TestOffice,
    private readonly database: SqlServerOffice,
  ) {}

  static async open(): Promise<SeededOffice> {
    const recipients = ['szef@biuro.example'];
    const office = new TestOffice(
      Object.fromEntries(kindIds.map((id) => [id, addressed.includes(id) ? { recipients } : true])),
    );
    if (!(office.database instanceof SqlServerOffice)) throw new TypeError('not on SQL Server');
    const seeded = new SeededOffice(office, office.database);
    const owner = await connect(office.config.database);
    await migrate(owner).finally(() => owner.close());
    seeded.send(`CREATE LOGIN [${seeded.login}] WITH PASSWORD = '${password}'`);
    seeded.send(`CREATE USER [${seeded.login}] FOR LOGIN [${seeded.login}]`);
    for (const name of office.database.tables()) seeded.grant(name);
    const anna = office.user('Anna');
    office.client('Piekarnia', { client: [anna], accounting: [anna], hr: [anna] });
    for (const view of ['source_users', 'source_clients', 'source_guardians'])
      seeded.rows.set(view, office.rows(`SELECT * FROM ${view}`));
    return seeded;
  }

  get schema(): string {
    return this.database.schema;
  }

  get login(): string {
    return `${this.schema}_login`;
  }

  table(name: string): string {
    return `[${this.schema}].[${name}]`;
  }

  send(sql: string): object[] {
    return this.database.send(sql);
  }

  /** Takes a right on a table from the login. */
  without(right: string, name: string): Seed {
    return {
      seed: () => void this.send(`REVOKE ${right} ON ${this.table(name)} FROM [${this.login}]`),
      mend: () => {
        this.grant(name);
      },
    };
  }

  grant(name: string): void {
    this.send(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${this.table(name)} TO [${this.login}]`);
  }

  /** The statement that creates a view of the contract as a table. */
  ddlOf(view: string): string {
    return contractTables({ name: 'sqlserver', schema: this.schema })
      .find((ddl) => ddl.includes(`[${view}] (`))!
      .replaceAll(' not null', '');
  }

  /** Gives a column another type, or removes it if the type is empty. */
  column(view: string, name: string, type: string): Seed {
    const pattern = new RegExp(`\\[${name}\\] [a-z]\\w*(\\(\\d+\\))?,? ?`);
    const changed = (found: string) => (type === '' ? '' : `[${name}] ${type}${found.includes(',') ? ', ' : ''}`);
    return {
      seed: () => {
        this.send(`DROP TABLE ${this.table(view)}`);
        this.create(view, this.ddlOf(view).replace(pattern, changed));
      },
      mend: () => {
        this.send(`DROP TABLE ${this.table(view)}`);
        this.restore(view);
      },
    };
  }

  /** Adds a row whose first column is 77. */
  row(view: string, values: Record<string, string | number | null>): Seed {
    return {
      seed: () => {
        this.database.insert(view, values);
      },
      mend: () => {
        this.send(`DELETE FROM ${this.table(view)} WHERE ${Object.keys(values)[0]!} = 77`);
      },
    };
  }

  /** Makes one check of `--check`, with the login of a run. */
  async check(id: CheckId): Promise<Check> {
    const connection = this.database.setting.connection
      .replace(/user id=[^;]*/i, `User Id=${this.login}`)
      .replace(/password=[^;]*/i, `Password=${password}`);
    this.office.settings = { ...this.office.settings, database: { ...this.database.setting, connection } };
    for await (const check of checkHealth(this.office.config)) if (check.check === id) return check;
    throw new Error(`no check ${id}`);
  }

  close(): void {
    for (const name of this.database.tables())
      this.send(`REVOKE SELECT, INSERT, UPDATE, DELETE ON ${this.table(name)} FROM [${this.login}]`);
    this.send(`DROP USER [${this.login}]`);
    this.send(`DROP LOGIN [${this.login}]`);
    this.office.close();
  }

  /** Creates a view's table again, with the rows that it had. */
  restore(view: string): void {
    this.create(view, this.ddlOf(view));
    for (const row of this.rows.get(view) ?? []) this.database.insert(view, row);
  }

  private create(view: string, ddl: string): void {
    this.send(ddl);
    this.grant(view);
  }
}
