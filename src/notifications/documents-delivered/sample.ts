import type { DeliveriesContent } from './content.js';

export function sampleDeliveries(now: Date): DeliveriesContent {
  const occurredAt = new Date(now.getTime() - 50 * 60_000).toISOString();
  return {
    clients: [
      {
        client: { name: 'Usługi Remontowe Paweł Żółć', taxId: '8981028846' },
        deliveries: [
          {
            period: now.toISOString().slice(0, 7),
            occurredAt,
            deliveredOn: occurredAt.slice(0, 10),
            deliveredBy: 'Paweł Żółć',
            receivedBy: 'Katarzyna Mazur',
            kinds: 'faktury sprzedaży, faktury zakupu, wyciąg bankowy',
            count: 34,
            remarks: 'Brak wyciągu za ostatni tydzień, klient dośle.',
          },
        ],
      },
    ],
    clientCount: 1,
    total: 1,
    more: 0,
    hasRemarks: true,
  };
}
