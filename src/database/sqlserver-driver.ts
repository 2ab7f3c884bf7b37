import { createRequire, Module } from 'node:module';
import type sql from 'mssql';
import { DatabaseDriverMissingError } from '../errors/index.js';

type Mssql = typeof sql;

const require = createRequire(import.meta.url);

/** mssql over tedious, which speaks TDS itself. */
export function loadMssql(): Mssql {
  deferEntra();
  return require('mssql') as Mssql;
}

/** mssql over ODBC, which alone can sign in as the Windows account that runs this. */
export function loadIntegratedMssql(): Mssql {
  try {
    return require('mssql/msnodesqlv8.js') as Mssql;
  } catch (error) {
    throw new DatabaseDriverMissingError(error);
  }
}

/**
 * tedious loads @azure/identity, half of its loading time (430 ms, 190 ms without), whatever the login.
 * Until something of it is used, this stands in its place.
 */
function deferEntra(): void {
  const ofTedious = createRequire(require.resolve('tedious'));
  const path = ofTedious.resolve('@azure/identity');
  if (require.cache[path] !== undefined) return;
  const standIn = new Module(path);
  standIn.loaded = true;
  standIn.exports = new Proxy({}, {
    get: (_, name) => {
      Reflect.deleteProperty(require.cache, path);
      return (ofTedious('@azure/identity') as Record<PropertyKey, unknown>)[name];
    },
  });
  require.cache[path] = standIn;
}
