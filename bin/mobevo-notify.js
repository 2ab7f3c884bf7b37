#!/usr/bin/env node
'use strict';
const { setTimeout } = require('node:timers');
const { lstatSync, mkdirSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { isAbsolute, join } = require('node:path');

/** Milliseconds that connections may take to close, once the command is done. */
const lingerMs = 2000;

// Hide deprecation warnings of dependencies, because an administrator cannot act on them.
process.noDeprecation = true;

const cacheFolder = enableCompileCache && privateCacheFolder();
if (cacheFolder) enableCompileCache(cacheFolder);

// If the event loop drains before main() settles, exit with 1.
process.exitCode = 1;
const { main } = require('../dist/bundle/main.cjs');
main(process.argv).then((exitCode) => {
  process.exitCode = exitCode;
  // A connection that a server keeps open, or a request that never ends, must not keep the process.
  setTimeout(exitWhenWritten, lingerMs).unref();
});

/** Returns a folder that only this user can write to, because Node runs the code in it; undefined if there is none. */
function privateCacheFolder() {
  const { HOME = '', XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  const folder = join(LOCALAPPDATA || XDG_CACHE_HOME || join(HOME, '.cache'), 'mobevo-notify');
  if (!isAbsolute(folder)) return undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const stats = lstatSync(folder);
    const isPrivate = process.getuid === undefined || (stats.uid === process.getuid() && (stats.mode & 0o022) === 0);
    return stats.isDirectory() && isPrivate ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** Exits once all output is taken. A reader that stops reading keeps the process, as it would keep any command. */
function exitWhenWritten() {
  if (process.stdout.writableLength + process.stderr.writableLength === 0) process.exit();
  setTimeout(exitWhenWritten, 100);
}
