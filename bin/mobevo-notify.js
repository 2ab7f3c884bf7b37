#!/usr/bin/env node
import module from 'node:module';
import v8 from 'node:v8';

module.enableCompileCache?.();

// What a library will have to change some day (tedious: a server named by its IP address) is no news to an administrator.
process.noDeprecation = true;

// Rendering leaves 1.4 MB of garbage a mail, and a host with much memory collects it late: 500 digests of 200
// entries took 175 MB on Node 20 and 294 MB on Node 24; with these two 105 and 133 MB, in the same time.
v8.setFlagsFromString('--heap-growing-percent=30');
v8.setFlagsFromString('--semi-space-growth-factor=1');

const { main } = await import('../dist/bundle/main.js');
process.exitCode = await main(process.argv);
