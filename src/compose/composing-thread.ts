import { parentPort, workerData } from 'node:worker_threads';
import { omitUndefined } from '../omit-undefined.js';
import { loadTemplates, type Templates } from '../mail/render/templates.js';
import { composeDrafts } from './compose-drafts.js';
import type { Draft } from './compose-mail.js';
import type { ThreadData } from './thread-composer.js';

const {
  settings: { office, mailbox },
  templatesDir,
} = workerData as ThreadData;
// A Buffer arrives as a plain array of bytes.
const logo = office.logo && { ...office.logo, bytes: Buffer.from(office.logo.bytes) };
const settings = { office: { ...office, ...omitUndefined({ logo }) }, mailbox };
let templates: Templates | undefined;

parentPort!.on('message', (drafts: readonly Draft[]) => {
  parentPort!.postMessage(composeDrafts(() => (templates ??= loadTemplates(templatesDir)), settings, drafts));
});
