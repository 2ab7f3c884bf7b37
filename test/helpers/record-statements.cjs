// Preloaded by scripts/test-statements.js into every process of the tests: appends each SQL text that the program gives
// to a driver to the file that MOBEVO_RECORD_STATEMENTS names. What tests themselves send is left out.
const { appendFileSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const process = require('node:process');
const { isMainThread } = require('node:worker_threads');

const file = process.env.MOBEVO_RECORD_STATEMENTS;
const root = path.dirname(path.dirname(path.dirname(require.resolve('./record-statements.cjs'))));
const seen = new Set();

function record(driver, sql) {
  if (seen.has(sql)) return;
  seen.add(sql);
  appendFileSync(file, `${JSON.stringify({ driver, sql })}\n`);
}

/** True if the innermost file of the project that calls the driver is no test's. Tests write scripts elsewhere. */
function isOfProgram() {
  const frames = new Error().stack.split('\n').slice(1);
  const own = frames.find((frame) => frame.includes(root) && !/node_modules|record-statements/.test(frame));
  return own !== undefined && !/[\\/](?:test|demo|bench)[\\/]/.test(own);
}

function recordSqlite(native) {
  const recorded = (run) =>
    function (sql, ...more) {
      if (isOfProgram()) record('sqlite', sql);
      return run.call(this, sql, ...more);
    };
  return {
    ...native,
    databaseExecSync: recorded(native.databaseExecSync),
    databasePrepareSync: recorded(native.databasePrepareSync),
  };
}

function recordSqlServer({ Connection }) {
  // Tests send their own statements from a worker thread.
  if (!isMainThread) return;
  for (const name of ['execSql', 'execSqlBatch', 'execBulkLoad', 'prepare', 'callProcedure']) {
    const run = Connection.prototype[name];
    Connection.prototype[name] = function (request, ...more) {
      record('sqlserver', String(request.sqlTextOrProcedure));
      return run.call(this, request, ...more);
    };
  }
}

/** Asks with `in`: reading from a module that is still being loaded makes Node print a warning. */
const hasAll = (loaded, names) => Object(loaded) === loaded && names.every((name) => name in loaded);

if (file !== undefined) {
  const load = Module._load;
  const changed = new Map();
  Module._load = function (request, ...more) {
    const loaded = load.call(this, request, ...more);
    if (changed.has(loaded)) return changed.get(loaded);
    if (hasAll(loaded, ['databasePrepareSync', 'databaseExecSync'])) {
      changed.set(loaded, recordSqlite(loaded));
      return changed.get(loaded);
    }
    if (request === 'tedious') {
      changed.set(loaded, loaded);
      recordSqlServer(loaded);
    }
    return loaded;
  };
}
