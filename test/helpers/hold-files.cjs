// Preloaded into the command: the first change of each file fails as on Windows while another program has it open.
// A file whose path contains HELD_FILE can never be renamed.
const fs = require('node:fs');
const process = require('node:process');

const { HELD_FILE } = process.env;
const tried = new Set();

function hold(target, name, isAsync) {
  const original = target[name];
  target[name] = (...args) => {
    const change = `${name} ${args[0]}`;
    const isHeld = HELD_FILE !== undefined && name.startsWith('rename') && String(args[0]).includes(HELD_FILE);
    if (typeof args[0] !== 'string' || (tried.has(change) && !isHeld)) return original(...args);
    tried.add(change);
    const error = Object.assign(new Error(`EBUSY: resource busy or locked, ${change}`), { code: 'EBUSY' });
    if (isAsync) return Promise.reject(error);
    throw error;
  };
}

for (const name of ['renameSync', 'rmSync', 'appendFileSync']) hold(fs, name, false);
for (const name of ['rename', 'rm', 'writeFile']) hold(fs.promises, name, true);
