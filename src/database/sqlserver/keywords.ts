import { parse } from '@tediousjs/connection-string';

/** The keywords of an ADO.NET connection string with their values. */
export class Keywords {
  private readonly values: ReadonlyMap<string, string>;

  /** @throws Error if the string is malformed */
  constructor(connectionString: string) {
    this.values = new Map([...parse(connectionString)].map(([name, value]) => [normalized(name), value]));
  }

  /** Returns the value of a keyword, by any of its names. Case and spaces in names do not count. */
  text(...names: readonly string[]): string | undefined {
    return names.map((name) => this.values.get(normalized(name))).find((value) => value !== undefined && value !== '');
  }

  boolean(...names: readonly string[]): boolean | undefined {
    const value = this.text(...names)?.toLowerCase();
    return value === undefined ? undefined : ['true', 'yes', '1'].includes(value);
  }
}

function normalized(name: string): string {
  return name.toLowerCase().replaceAll(' ', '');
}
