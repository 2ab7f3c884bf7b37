import { settingsError } from './settings-error.js';

/** The keywords that the program uses, with their names in ADO.NET, ODBC and mssql in lower case and without spaces. */
const keywords = {
  server: ['datasource', 'server', 'addr', 'address', 'networkaddress'],
  database: ['initialcatalog', 'database'],
  user: ['userid', 'uid', 'user'],
  password: ['password', 'pwd'],
  integratedSecurity: ['integratedsecurity', 'trusted_connection'],
  authentication: ['authentication'],
  clientId: ['clientid'],
  clientSecret: ['clientsecret'],
  tenantId: ['tenantid'],
  token: ['token'],
  encrypt: ['encrypt'],
  trustServerCertificate: ['trustservercertificate'],
  hostNameInCertificate: ['hostnameincertificate'],
  serverCertificate: ['servercertificate'],
  connectTimeout: ['connecttimeout', 'connectiontimeout', 'timeout'],
  commandTimeout: ['commandtimeout'],
  requestTimeout: ['requesttimeout'],
  applicationName: ['applicationname', 'app'],
  applicationIntent: ['applicationintent'],
  multiSubnetFailover: ['multisubnetfailover'],
  transparentNetworkIpResolution: ['transparentnetworkipresolution'],
  connectRetryCount: ['connectretrycount'],
  connectRetryInterval: ['connectretryinterval'],
  failoverPartner: ['failoverpartner', 'failover_partner'],
  failoverPartnerSpn: ['failoverpartnerspn'],
  serverSpn: ['serverspn'],
  ipAddressPreference: ['ipaddresspreference'],
  columnEncryption: ['columnencryptionsetting', 'columnencryption'],
  workstationId: ['workstationid', 'wsid'],
  language: ['currentlanguage', 'language'],
  attachedFile: ['attachdbfilename', 'initialfilename', 'extendedproperties'],
  driver: ['driver'],
} as const satisfies Record<string, readonly string[]>;

/** Keywords of ADO.NET, OLE DB, ODBC and mssql that change nothing for this program. */
const withoutEffect = [
  ...['persistsecurityinfo', 'pooling', 'minpoolsize', 'maxpoolsize', 'poolblockingperiod', 'connectionlifetime'],
  ...['loadbalancetimeout', 'connectionreset', 'enlist', 'multipleactiveresultsets', 'mars_connection', 'replication'],
  ...['typesystemversion', 'transactionbinding', 'asynchronousprocessing', 'contextconnection', 'userinstance'],
  ...['attestationprotocol', 'enclaveattestationurl', 'networklibrary', 'network', 'net', 'provider', 'packetsize'],
  ...['async', 'useutc', 'stream', 'parsejson', 'msiendpoint', 'msisecret', 'autotranslate', 'ansinpw', 'quotedid'],
  ...['regional', 'keepalive', 'keepaliveinterval', 'description', 'longasmax', 'querylog_on', 'statslog_on'],
  ...['useprocedureforprepare', 'datatypecompatibility', 'usefmtonly'],
];

export type Keyword = keyof typeof keywords;

const keywordOf: ReadonlyMap<string, Keyword> = new Map(
  Object.entries(keywords).flatMap(([keyword, names]) => names.map((name) => [name, keyword as Keyword] as const)),
);

/**
 * One entry: a name, and a value in quotes, in braces, or up to the next semicolon. A quote inside quotes and a closing
 * brace inside braces are doubled.
 */
const entry =
  /[\s;]*([^=;]+)=\s*(?:"((?:[^"]|"")*)"|'((?:[^']|'')*)'|\{((?:[^}]|\}\})*)\}|((?!["'])[^;]*?))\s*(?:;|$)/y;
const end = /[\s;]*$/y;

const booleans: Readonly<Record<string, boolean>> = {
  ...{ true: true, yes: true, enabled: true, 1: true },
  ...{ false: false, no: false, disabled: false, 0: false },
};

/** The keywords of an ADO.NET connection string with their values. */
export class Keywords {
  private readonly values = new Map<Keyword, string>();

  /** @throws DATABASE_SETTINGS_INVALID, which repeats nothing of the text: it contains a password */
  constructor(connectionString: string) {
    for (let position = 0, count = 1; ; count += 1) {
      end.lastIndex = entry.lastIndex = position;
      if (end.test(connectionString)) break;
      const found = entry.exec(connectionString);
      if (found === null) throw settingsError('database.malformed');
      position = entry.lastIndex;
      const [, name, inQuotes, inApostrophes, inBraces, plain] = found;
      const value =
        inQuotes?.replaceAll('""', '"') ?? inApostrophes?.replaceAll("''", "'") ?? inBraces?.replaceAll('}}', '}');
      this.set(name!, value ?? plain!, count);
    }
  }

  /** Returns the value of a keyword; undefined if it is missing or empty. */
  text(keyword: Keyword): string | undefined {
    return this.values.get(keyword);
  }

  /** @throws DATABASE_SETTINGS_INVALID if it is missing */
  required(keyword: Keyword): string {
    const value = this.text(keyword);
    if (value === undefined) throw settingsError('database.missingKeyword', { keyword: shownName(keyword) });
    return value;
  }

  /**
   * Returns what one of the words means. Case and spaces do not count.
   * @throws DATABASE_SETTINGS_INVALID if the value is none of them
   */
  word<Word>(keyword: Keyword, words: Readonly<Record<string, Word>>): Word | undefined {
    const value = this.text(keyword)?.toLowerCase().replaceAll(' ', '');
    if (value === undefined) return undefined;
    if (!Object.hasOwn(words, value)) throw settingsError('database.badWord', { keyword: shownName(keyword) });
    return words[value];
  }

  boolean(keyword: Keyword): boolean | undefined {
    return this.word(keyword, booleans);
  }

  private set(name: string, value: string, count: number): void {
    const plainName = name.toLowerCase().replaceAll(/\s/g, '');
    const keyword = keywordOf.get(plainName);
    if (keyword === undefined && !withoutEffect.includes(plainName))
      throw settingsError('database.unknownKeyword', { count });
    // As in ADO.NET, the last one counts, and an empty value is none.
    if (keyword !== undefined && value !== '') this.values.set(keyword, value);
  }
}

function shownName(keyword: Keyword): string {
  return keyword.replace(/^./, (letter) => letter.toUpperCase());
}
