import { isIPv6 } from 'node:net';
import { settingsError } from './settings-error.js';

/** Where a server listens. */
export interface DataSource {
  readonly host: string;
  readonly port: number;
  /** Given if the port must be looked up by the instance's name. */
  readonly instanceName: string | undefined;
}

const defaultPort = 1433;
const thisComputer = ['.', '(.)', '(local)'];

/**
 * Reads `HOST`, `HOST\INSTANCE` or `HOST,PORT`, also after `tcp:`. With both, the port wins, as in ADO.NET.
 * @throws DATABASE_SETTINGS_INVALID, also for what needs a protocol other than TCP
 */
export function parseDataSource(text: string): DataSource {
  const address = text.replace(/^tcp:/i, '');
  if (/^(?:np|lpc|admin):|^\\\\|^\(localdb\)/i.test(address)) throw settingsError('database.onlyTcp');
  const [, host, instance, port] = /^(\[[^\]]*\]|[^\\,[\]]+)(?:\\([^\\,]+))?(?:,([^\\,]*))?$/.exec(address) ?? [];
  if (host === undefined) throw settingsError('database.badServer');
  const number = port === undefined ? defaultPort : /^\d+$/.test(port) ? Number(port) : 0;
  if (number < 1 || number > 65_535) throw settingsError('database.badPort');
  return { host: hostOf(host), port: number, instanceName: port === undefined ? instance : undefined };
}

function hostOf(host: string): string {
  if (thisComputer.includes(host.toLowerCase())) return 'localhost';
  const address = /^\[(.*)\]$/.exec(host)?.[1];
  if (address !== undefined && isIPv6(address)) return address;
  if (/[[\]:]/.test(host) && !isIPv6(host)) throw settingsError('database.badServer');
  return host;
}
