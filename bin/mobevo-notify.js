#!/usr/bin/env node
'use strict';
const { join } = require('node:path');
const { requireCompiled } = require('./compiled.js');

// What a library will have to change some day (tedious: a server named by its IP address) is no news to an administrator.
process.noDeprecation = true;

const { main } = requireCompiled(join(__dirname, '..', 'dist', 'bundle', 'main.cjs'));

// Should nothing be left to wait for before it has ended, that was no success.
process.exitCode = 1;
main(process.argv).then((exitCode) => {
  process.exitCode = exitCode;
});
