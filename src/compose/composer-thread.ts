import { parentPort, workerData } from 'node:worker_threads';
import { loadTemplates, type Templates } from '../mail/index.js';
import { composeDrafts } from './compose-drafts.js';
import type { Draft } from './compose-mail.js';
import type { ThreadData } from './thread-composer.js';

const {
  letterhead: { office, mailbox },
  templatesDir,
} = workerData as ThreadData;
// A Buffer arrives as a plain array of bytes.
const logo = office.logo === undefined ? {} : { logo: { ...office.logo, bytes: Buffer.from(office.logo.bytes) } };
const letterhead = { office: { ...office, ...logo }, mailbox };
let templates: Templates | undefined;

parentPort!.on('message', (drafts: readonly Draft[]) => {
  parentPort!.postMessage(composeDrafts(() => (templates ??= loadTemplates(templatesDir)), letterhead, drafts));
});
