import { describe, expect, it } from 'vitest';
import { kindIds, kinds } from '../../../src/notifications/index.js';
import { render } from '../../../src/mail/render/render.js';
import { audit, delivery } from '../../helpers/contents.js';
import { logo, mailOf, now, office, templates } from '../../helpers/mails.js';
import { expectInBoth } from '../../helpers/visible-text.js';

const longName = 'Przedsiębiorstwo Produkcyjno-Handlowo-Usługowe Kowalczyk i Synowie Spółka Komandytowa';

describe.each(kindIds)('The footer of %s', (kind) => {
  it('says who can switch the mail off, and whom to ask', () => {
    const mail = mailOf(kind, undefined, 'pl', { office: { ...office, contact: 'Ewa Bąk, tel. 61 123 45 67' } });
    expectInBoth(
      mail,
      'Wyłączyć je może administrator programu powiadomień, w konfiguracji programu. Kontakt: Ewa Bąk, tel. 61 123 45 67',
    );
    expect(mail.text + mail.html).not.toMatch(/System powiadomień|Konfiguracja →/);
    expectInBoth(mailOf(kind, undefined, 'en'), 'An administrator can switch it off');
    expect(mailOf(kind, undefined, 'en').text).not.toContain('guardian');
  });

  it('has no line over 78 columns in the text part, however long the names are', () => {
    const { text } = mailOf(kind, undefined, 'pl', {
      recipientName: longName,
      office: { ...office, name: longName, contact: longName },
    });
    const footer = text.slice(text.indexOf('\n--\n')).split('\n');
    expect(footer.length).toBeGreaterThan(5);
    for (const line of footer) expect(line.length).toBeLessThanOrEqual(78);
  });
});

it('The reason for a mail is true also of a blocked guardian, and of last month', () => {
  const { text } = mailOf('documents-delivered');
  expect(text.replace(/\s+/g, ' ')).toContain(
    'Księgowość opiekun nie jest przypisany, nie ma adresu e-mail albo ma zablokowany dostęp do programu.',
  );
  expect(mailOf('user-activity', undefined, 'pl', { recipientName: 'Anna' }).text).toContain(
    'Otrzymuje je użytkownik, którego dotyczy: Anna.',
  );
});

it('The alert puts the name of the office first, undeclined, and links nowhere but says where guardians are assigned', () => {
  const content = { gaps: ['1 klient bez opiekuna (Kadry opiekun): Firma'], failed: null, held: null, accounts: [] };
  const alert = render(templates, { kind: 'alert', content, locale: 'pl', office, recipientName: null });
  expect(alert.subject).toBe('Biuro Rachunkowe Saldo: powiadomienia Mobevo wymagają uwagi');
  expect(alert.html).not.toContain('href=');
  expectInBoth(alert, 'Do kogo nie można wysłać powiadomień', 'Opiekunów przypisuje się w Mobevo, w teczce klienta');
  const accounts = [{ text: 'Konto p@b.example nie wysyła.', hint: 'Sprawdź hasło.' }];
  const accountsOnly = { gaps: [], failed: null, held: null, accounts };
  expect(
    render(templates, { kind: 'alert', content: accountsOnly, locale: 'pl', office, recipientName: null }).preheader,
  ).toBe('Konta pocztowe, które od doby niczego nie dostarczyły');
});

describe('A preheader tells what the subject lacks', () => {
  it.each([
    [
      'audit-completed',
      audit({ errors: 2, findings: [{ code: 'VAT-014', title: 'Brak NIP', severity: 'error', count: 2 }] }),
      'październik 2026. VAT-014 Brak NIP: 2',
    ],
    ['audit-completed', audit({}), 'październik 2026.'],
    [
      'audit-completed',
      kinds['audit-completed'].sample(now),
      /^Piekarnia .*: Faktura bez numeru NIP nabywcy, Żwirownia/,
    ],
    ['documents-delivered', delivery({ deliveredBy: 'Jan Klient' }), 'Kto dostarczył: Jan Klient.'],
    ['documents-delivered', delivery({ kinds: 'faktury', remarks: 'Brak wyciągu.' }), 'faktury. Brak wyciągu.'],
    ['user-activity', kinds['user-activity'].sample(now), 'tydzień: 85, listopad 2026: 312'],
    ['absences', kinds.absences.sample(now), 'Dziś nieobecni: Anna Król. Następne 7 dni: 1.'],
  ] as const)('%s', (kind, content, expected) => {
    const { preheader } = mailOf(kind, content);
    if (typeof expected === 'string') expect(preheader).toBe(expected);
    else expect(preheader).toMatch(expected);
    expect(preheader.length).toBeLessThanOrEqual(100);
  });

  it('cut to 100 characters, without stray punctuation', () => {
    const { preheader } = mailOf('documents-delivered', delivery({ kinds: 'x'.repeat(300), remarks: ';' }));
    expect(Array.from(preheader)).toHaveLength(100);
    expect(mailOf('audit-completed', audit({ period: null })).preheader).not.toMatch(/[;,]|^\./);
  });
});

it('Polish words of one letter, days and NIP end no line in HTML; the text part has plain spaces', () => {
  const mail = mailOf('office-activity');
  expect(mail.html).toContain('w\u00a0biurze 20\u00a0listopada\u00a02026</h1>');
  expect(mail.html).toContain('niedz.\u00a015.11');
  expect(mailOf('audit-completed').html).toContain('NIP\u00a05260250274');
  expect(mailOf('absences').html).toContain('śr.\u00a025.11');
  expect(mail.text + mail.subject).not.toContain('\u00a0');
});

it('A logo stands on a white plate, which dark mode leaves white', () => {
  const { html } = mailOf('absences', undefined, 'pl', { office: { ...office, logo } });
  expect(html).toMatch(/<div class="plate" style="[^"]*background-color:#ffffff[^"]*"><img class="logo"/);
  expect(/<style>\n[^]*?<\/style>/.exec(html)![0]).not.toContain('.plate');
});
