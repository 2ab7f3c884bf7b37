import Handlebars from 'handlebars';
import { describe, expect, it } from 'vitest';
import { kinds } from '../../../src/notifications/index.js';
import { readCatalogue } from '../../helpers/catalogue.js';
import { everyMail, mailOf, now, office, replaceTexts } from '../../helpers/mails.js';
import { expectInBoth, visibleText } from '../../helpers/visible-text.js';

describe.each(everyMail)('%s in %s', (kind, locale) => {
  const mail = mailOf(kind, undefined, locale, { recipientName: 'Anna Nowak' });

  it('contains no placeholder, key or markup outside HTML, and keeps its line lengths', () => {
    for (const part of [mail.subject, mail.text, mail.html, visibleText(mail)]) {
      expect(part).not.toMatch(/\{\{|\}\}|undefined|\bnull\b|NaN|Invalid|\[object/);
      expect(part).not.toMatch(/\b(kinds|footer|why|roles|audit|documents|approvals|activity|absences|test)\.[a-z]/i);
    }
    expect(mail.text).not.toMatch(/<\/?[a-z]|&[a-z]+;|&#|\n{3}|[ \t]$/m);
    expect(Math.max(...mail.text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(78);
    expect(mail.subject).toMatch(/^[^[\](){}<>|*#!→\n]{10,99}$/);
  });

  it('links only to the report and the panel', () => {
    expect([...mail.html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual(
      kind === 'audit-completed' ? ['https://biuro.mobevo.pl/audyt/1841', office.panelUrl] : [office.panelUrl],
    );
  });

  it('names the office, the reason for the mail and where to disable it', () => {
    const toAddress = ['office-activity', 'absences'].includes(kind);
    expectInBoth(
      mail,
      office.name,
      readCatalogue(locale)[`kinds.${kind}`]!,
      locale === 'pl' ? 'administrator programu powiadomień' : 'An administrator can switch it off',
      toAddress ? readCatalogue(locale)['why.address']! : ': Anna Nowak.',
    );
    if (!toAddress && kind !== 'user-activity') {
      expectInBoth(
        mailOf(kind, undefined, locale),
        locale === 'pl' ? 'na adres zastępczy biura, bo' : "the office's fallback address, because",
      );
    }
    const bare = mailOf(kind, undefined, locale, { office: { ...office, panelUrl: undefined } });
    expect(bare.html + bare.text).not.toMatch(/saldo\.mobevo|panel online\b.*:/);
  });

  it('shows hostile data unchanged and only as text', () => {
    const hostile = '<script>alert("x")</script> & \'y\' {{x}} {{{z}}} $t(kinds.absences) $& javascript:';
    const hostileMail = mailOf(kind, replaceTexts(kinds[kind].sample(now), hostile) as object, locale, {
      recipientName: hostile,
      office: { ...office, name: hostile },
    });
    expect(hostileMail.html).not.toMatch(/<script|href="(?!https:)/);
    expect(hostileMail.html.split(Handlebars.escapeExpression(hostile)).length).toBeGreaterThan(2);
    const inFooter = hostileMail.text.replace(/\s+/g, ' ').split(hostile);
    expect(inFooter.length).toBeGreaterThan(2);
    expect(hostileMail.text).not.toMatch(/&(lt|amp|quot|#x27);/);

    const broken = mailOf(
      kind,
      replaceTexts(kinds[kind].sample(now), 'Firma\r\nBcc: a@b.example\u2028c\u0085d\tz o.o.') as object,
      locale,
    );
    expect(broken.subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
  });
});
