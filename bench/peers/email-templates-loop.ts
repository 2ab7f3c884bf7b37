import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { HelperOptions } from 'handlebars';
import { createTransport } from 'nodemailer';
import { helpers } from '../../src/mail/render/helpers.js';
import { packageRoot } from '../../src/package-root.js';
import { peersFolder } from '../paths.js';
import { parseLoopArguments, timeLoop } from './loop.js';

interface EmailTemplates {
  send(mail: { template: string; message: object; locals: object }): Promise<unknown>;
}

/**
 * Sends with email-templates over a nodemailer pool. It uses our templates, partials, helpers and content, with
 * its caches on. It passes no `@` data to templates, so the helpers add them.
 */
const Email = createRequire(join(peersFolder, 'package.json'))('email-templates') as new (
  options: object,
) => EmailTemplates;
const templates = join(packageRoot, 'templates');
const data = { locale: 'pl', zone: 'Europe/Warsaw' };

const partials = Object.fromEntries(
  ['layout', 'partials'].flatMap((folder) =>
    readdirSync(join(templates, folder))
      .map((file) => file.replace('.hbs', ''))
      .map((name) => [`${folder}/${name}`, `../${folder}/${name}`]),
  ),
);
const helpersWithData = Object.fromEntries(
  Object.entries(helpers).map(([name, helper]) => [
    name,
    function framedHelper(this: unknown, ...args: unknown[]) {
      const options = args.at(-1) as HelperOptions;
      return helper.call(this, ...args.slice(0, -1), {
        ...options,
        data: { ...(options.data as object), ...data },
      }) as unknown;
    },
  ]),
);

const { mails, port, connections } = parseLoopArguments();
const transport = createTransport({
  host: '127.0.0.1',
  port,
  ignoreTLS: true,
  pool: true,
  maxConnections: connections,
});
const email = new Email({
  views: {
    root: templates,
    options: { extension: 'hbs' },
    locals: { cache: true, partials, helpers: helpersWithData },
  },
  message: { from: 'powiadomienia@klos.example' },
  transport,
  send: true,
  preview: false,
});
await timeLoop(mails, connections, ({ kind, to, content }) =>
  email.send({
    template: kind,
    message: { to },
    locals: {
      ...content,
      kind,
      office: { name: 'Biuro Rachunkowe Kłos', panelUrl: 'https://klos.mobevo.example' },
      recipientName: 'Anna',
      kindName: kind,
      subject: kind,
    },
  }),
);
transport.close();
