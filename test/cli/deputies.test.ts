import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { previewLineSchema } from '../../scripts/generate/output-schemas/preview.js';
import { command } from '../helpers/command.js';
import { TestOffice, winter } from '../helpers/office.js';

const offices: TestOffice[] = [];
afterEach(() => {
  for (const office of offices.splice(0)) office.close();
});

/** An office whose Anna guards the client of an audit, and the function that runs its command. */
async function startOffice(settings: Record<string, unknown>) {
  const office = new TestOffice({ 'audit-completed': true }, settings);
  offices.push(office);
  const [anna, jan] = [office.user('Anna'), office.user('Jan', 'jan@biuro.example', { locale: 'en' })];
  await office.run(winter('11-24 07:00'));
  office.audit(office.client('Firma', { client: [anna] }), winter('11-24 08:00'));
  writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
  const call = (...args: string[]) => command(args, { cwd: office.directory });
  return { office, anna, jan, call };
}

const at = ['--now', winter('11-24 09:00')];
const lineOf = (stdout: string, kind: string) => stdout.split('\n').find((line) => line.startsWith(kind));
/** A text on one line, with the entities of HTML that names may have. */
const plain = (text: string) => text.replace(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

test('The footer, `preview --message` and `--why` tell of a deputy', async () => {
  const { office, anna, jan, call } = await startOffice({ language: 'pl', deputies: 'instead' });
  office.database.createOptionalViews();
  office.deputy(anna, jan, '2026-11-24', '2026-11-30');

  expect(lineOf((await call('preview', '--why', 'Anna', ...at)).stdout, 'audit-completed')).toBe(
    'audit-completed (Anna): jest coś do wysłania; dostaną to zastępcy; nieobecność do 30.11.2026, zastępstwo: Jan',
  );
  const { stdout: json } = await call('preview', '--why', 'Jan', '--json', ...at);
  const line = JSON.parse(json.split('\n')[0]!) as object;
  expect(previewLineSchema.parse(line)).toEqual(line);
  expect(line).toMatchObject({ reason: 'would-send', deputyFor: [{ name: 'Anna', until: '2026-11-30' }] });

  expect((await call('run', ...at)).code).toBe(0);
  const [mail, ...others] = await office.newMails();
  expect(others).toEqual([]);
  expect(mail!.to).toBe('jan@biuro.example');
  const footer =
    "It goes to Jan, who stands in for a person who is absent (the client's account manager): Anna (until 30.11.2026).";
  expect(plain(mail!.text)).toContain(footer);
  expect(plain(mail!.html)).toContain(footer.replace("'", '&#x27;'));

  // The message keeps what its view said when it was planned.
  office.change('DELETE FROM source_deputies');
  office.deputy(anna, anna, '2026-11-24', '2026-11-30');
  expect(plain((await call('preview', '--message', '1')).stdout)).toContain(footer);
  const { stdout: why } = await call('preview', '--why', 'Anna', ...at);
  expect(lineOf(why, 'audit-completed')).toBe(
    'audit-completed (Anna): nie ma nic nowego do wysłania; nieobecność do 30.11.2026, zastępstwo: Anna (nie może zastępować samego siebie)',
  );
  const { stdout: again } = await call('run', '--resend', '1', ...at);
  expect(again).toContain('! 1 nieobecny opiekun wpisany jako własny zastępca: Anna\n');
  expect(plain((await office.newMails())[0]!.text)).toContain(footer);

  office.deputy(anna, jan, '2026-01-01', '2126-01-01');
  office.deputy(jan, anna, '2026-11-24', '2026-11-24');
  office.deputy(anna, office.user('Ewa', null), '2026-11-24', '2026-11-24');
  const { stdout: all } = await call('preview', '--why', 'Anna', ...at);
  expect(lineOf(all, 'audit-completed')).toContain(
    'zastępstwo: Anna (nie może zastępować samego siebie), Jan (dziś też nie pracuje), Ewa (zablokowany dostęp albo brak poprawnego adresu e-mail)',
  );
  const { stdout: check } = await call('run', '--check');
  expect(check).toContain(
    'sprawdzone widoki: 6, w tym source_deputies (nieobecni dziś opiekunowie z wpisanym zastępcą: 1)\n',
  );
});

test('Without the view, with an empty one, and with `off`, the mails are the same', async () => {
  const mails = [];
  const checked = [];
  for (const [settings, hasView] of [
    [{}, false],
    [{}, true],
    [{ deputies: 'off' }, true],
  ] as const) {
    const { office, anna, jan, call } = await startOffice(settings);
    if (hasView) office.database.createOptionalViews();
    if ('deputies' in settings) office.deputy(anna, jan, '2026-11-24', '2026-11-30');
    checked.push(/views checked: .*/.exec((await call('run', '--check')).stdout)?.[0]);
    const { stdout, code } = await call('run', '--json', ...at);
    expect(code).toBe(0);
    const [name, ...others] = readdirSync(office.outbox);
    expect(others).toEqual([]);
    mails.push({
      mail: readFileSync(join(office.outbox, name!), 'utf8'),
      output: stdout.replace(/"\w+At":"[^"]+"/g, ''),
    });
  }
  expect(checked).toEqual([
    'views checked: 5 (without the optional source_deputies: it is not there, or the login may not read it)',
    'views checked: 6, one of them source_deputies (managers absent today with a deputy entered: 0)',
    'views checked: 5',
  ]);
  expect(mails[0]!.mail).toContain('To: Anna <anna@biuro.example>');
  expect(mails[1]).toEqual(mails[0]);
  expect(mails[2]).toEqual(mails[0]);
});
