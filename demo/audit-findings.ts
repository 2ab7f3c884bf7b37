export interface Finding {
  readonly code: string;
  readonly title: string;
  readonly severity: 'error' | 'warning' | 'info';
}

export const auditFindings: readonly Finding[] = [
  { code: 'VAT-003', title: 'Faktura zakupu ujęta dwukrotnie', severity: 'error' },
  { code: 'VAT-011', title: 'Nieprawidłowy NIP kontrahenta', severity: 'error' },
  { code: 'VAT-017', title: 'Data odliczenia wcześniejsza niż data wpływu faktury', severity: 'error' },
  { code: 'JPK-004', title: 'Brak oznaczenia GTU przy dostawie towaru', severity: 'error' },
  { code: 'KPiR-002', title: 'Ujemne saldo kasy w ciągu miesiąca', severity: 'error' },
  { code: 'VAT-021', title: 'Kontrahent nie figuruje w wykazie podatników VAT', severity: 'warning' },
  { code: 'VAT-026', title: 'Płatność powyżej 15 000 zł poza mechanizmem podzielonej płatności', severity: 'warning' },
  { code: 'JPK-009', title: 'Luka w numeracji faktur sprzedaży', severity: 'warning' },
  { code: 'ROZ-005', title: 'Nierozliczone zaliczki starsze niż 90 dni', severity: 'warning' },
  { code: 'ST-001', title: 'Środek trwały bez odpisu amortyzacyjnego w miesiącu', severity: 'warning' },
  { code: 'KPiR-014', title: 'Koszty paliwa bez wskazanego pojazdu', severity: 'info' },
  { code: 'DOK-007', title: 'Dokument bez załączonego skanu', severity: 'info' },
];
