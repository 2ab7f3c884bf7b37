import { TestOffice, winter } from './office.js';

/** Number of events of each kind; `empty` is one of each without optional fields, `hostile` one with hostile texts. */
export type Size = 'empty' | 1 | 2 | 5 | 22 | 500 | 'hostile';

export const hostileName = '<b>Żółć</b> & "Syn" \'s.c.\' {{office.name}} $t(total)\r\nBcc: obcy@zly.example [!]';

const recipients = ['szef@biuro.example'];
const since = winter('11-24 00:00');

/** An office with this many events of each kind on 24 November 2026; one user, Anna, is guardian of all clients. */
export function sizedOffice(size: Size, locale: string): TestOffice {
  const office = new TestOffice(
    {
      'audit-completed': true,
      'documents-delivered': true,
      'user-activity': true,
      'office-activity': { recipients },
      'client-activity-hr': true,
      'client-activity-accounting': true,
      absences: { recipients },
    },
    {
      since,
      office: {
        name: 'Biuro Testowe',
        panelUrl: 'https://biuro.mobevo.example',
        locale,
        signature: 'Biuro Testowe\nul. Polna 3, Poznań',
      },
    },
  );
  const isEmpty = size === 'empty';
  const isHostile = size === 'hostile';
  const count = typeof size === 'number' ? size : 1;
  const text = (usual: string) => (isHostile ? hostileName : isEmpty ? null : usual);
  const named = (usual: string) => (isHostile ? hostileName : usual);
  office.inBulk(() => {
    const anna = office.user(named('Anna'), 'anna@biuro.example', { locale });
    office.approvals(anna, winter(isEmpty ? '11-20 10:00' : '11-23 10:00'), count);
    for (let index = 1; index <= count; index += 1) {
      const at = new Date(Date.parse(winter('11-24 08:00')) + index * 10_000).toISOString();
      const client = office.client(
        named(`Firma ${index}`),
        { client: [anna], accounting: [anna], hr: [anna] },
        isEmpty ? null : '5260250274',
      );
      const audit = office.audit(client, at, {
        period: text('2026-10'),
        started_by: text('Ewa'),
        error_count: isEmpty ? null : 1,
        warning_count: isEmpty ? null : 2,
        report_url: text('https://biuro.mobevo.example/audyt'),
      });
      if (!isEmpty)
        office.insert('source_audit_findings', {
          event_id: audit,
          code: text('VAT-014'),
          title: text('Faktura bez numeru NIP'),
          severity: named('error'),
          finding_count: 1,
        });
      office.delivery(client, at, {
        period: text('2026-10'),
        delivered_on: isEmpty ? null : '2026-11-24',
        delivered_by: text('Jan Klient'),
        received_by: text('Ewa'),
        document_kinds: text('faktury, wyciągi'),
        document_count: isEmpty ? null : 3,
        remarks: text('Brak wyciągu.\nDoniesie.'),
      });
      for (const department of ['hr', 'accounting'] as const) {
        office.activity(client, department, at, {
          activity: named('wysłanie dokumentu'),
          actor: text('Jan Klient'),
          subject: text(`dokument ${index}`),
        });
      }
      office.absence(named(`Osoba ${index}`), isEmpty ? '2026-11-26' : '2026-11-23', '2026-11-27', {
        client_id: isEmpty ? null : client,
        absence_type: text('Urlop wypoczynkowy'),
        registered_at: new Date(winter('11-24 07:00')).toISOString(),
      });
      // Users blocked after they approved something have a row in the office's summary and get no mail.
      if (!isEmpty)
        office.approvals(office.user(named(`Osoba ${index}`), null, { is_blocked: 1 }), winter('11-23 11:00'), 1);
    }
  });
  return office;
}
