'use strict';
// A `require` for the bundle that keeps what V8 made of it: a run with nothing due took 250 ms beyond a bare Node 20, and 180
// with this. What Node has for it from version 22 on, `module.enableCompileCache`, keeps no functions that V8 compiles when
// they are first called: 213 ms on Node 24, 155 with this. Kept in the user's own folder, for code is run from it.
const fs = require('node:fs');
const { createRequire, Module } = require('node:module');
const { basename, dirname, isAbsolute, join } = require('node:path');
const vm = require('node:vm');

const { HOME = '', XDG_CACHE_HOME = join(HOME, '.cache'), LOCALAPPDATA = XDG_CACHE_HOME } = process.env;
const folder = join(LOCALAPPDATA, 'mobevo-notify');
const hasFolder = isAbsolute(folder);
/** Another version, or another Node, may be in use beside this one. */
const buildsKept = 4;

/** @param {string} entry path of a file of the bundle */
exports.requireCompiled = function requireCompiled(entry) {
  const bundle = dirname(entry);
  const kept = join(folder, `${fs.readFileSync(join(bundle, 'build-id'), 'utf8')}-${process.version}-${process.arch}`);
  const outside = createRequire(entry);
  const inside = Object.assign((id) => (id.startsWith('./') ? load(join(bundle, id)) : outside(id)), outside);
  const isUsable = hasFolder && isOwn(kept);
  const isKeepable = isUsable || (hasFolder && !fs.existsSync(kept));
  const fresh = [];

  function load(file) {
    if (require.cache[file] !== undefined) return require.cache[file].exports;
    const module = new Module(file);
    require.cache[file] = module;
    const copy = join(kept, basename(file));
    const script = compile(file, isUsable ? read(copy) : undefined);
    if (script.cachedDataRejected !== false) fresh.push({ script, copy });
    script.runInThisContext()(module.exports, inside, module, file, bundle, importModule);
    return module.exports;
  }

  // What broke off (exit codes above 1) has not called what others will.
  process.once('exit', (exitCode) => {
    if (exitCode <= 1 && isKeepable && fresh.length > 0) keep(kept, fresh);
  });
  return load(entry);
};

/** V8 loses the `import()` of code it kept; scripts/bundle.js puts this in its place. */
const importModule = (name) => import(name);

function compile(filename, cachedData) {
  const code = `(function (exports, require, module, __filename, __dirname, importModule) { ${fs.readFileSync(filename, 'latin1')}\n})`;
  return new vm.Script(code, { filename, cachedData });
}

/** Code is run as who runs this, so nobody else may have written it. */
function isOwn(directory) {
  try {
    const { uid, mode } = fs.statSync(directory);
    return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
  } catch {
    return false;
  }
}

/** V8 ends the process over code that a disk has damaged, so it is kept twice: a sum of it would cost milliseconds, in loading node:zlib. */
function read(file) {
  try {
    const kept = fs.readFileSync(file);
    const code = kept.subarray(0, kept.length / 2);
    return code.equals(kept.subarray(code.length)) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** At the end, when V8 has compiled the functions that were called. */
function keep(kept, fresh) {
  try {
    if (!fs.existsSync(kept)) {
      fs.mkdirSync(kept, { recursive: true, mode: 0o700 });
      forgetOldest();
    }
    for (const { script, copy } of fresh) {
      const part = `${copy}.${process.pid}`;
      const code = script.createCachedData();
      fs.writeFileSync(part, Buffer.concat([code, code]));
      fs.renameSync(part, copy);
    }
  } catch {
    // Nowhere to keep it: the next run compiles it again.
  }
}

function forgetOldest() {
  const builds = fs
    .readdirSync(folder)
    .map((name) => join(folder, name))
    .map((path) => ({ path, at: fs.statSync(path).mtimeMs }));
  for (const { path } of builds.sort((one, other) => other.at - one.at).slice(buildsKept))
    fs.rmSync(path, { recursive: true, force: true });
}
