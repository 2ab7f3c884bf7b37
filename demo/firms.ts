/** How a firm's guardians differ from the usual: gaps and special cases that every office has. */
export type Peculiarity = 'no-guardian' | 'accountant-blocked' | 'payroll-without-address' | 'one-guardian-for-both';

export interface Firm {
  readonly name: string;
  readonly peculiarity?: Peculiarity;
  /** Name of the firm with the same NIP (tax number). */
  readonly branchOf?: string;
}

const ordinaryFirm = (name: string): Firm => ({ name });

export const firms: readonly Firm[] = [
  ordinaryFirm('Piekarnia „Złoty Kłos” Halina Borowiec'),
  ordinaryFirm('Studio Fryzjerskie "Grzebyk & Nożyczki" Ilona Paź'),
  ordinaryFirm('PPHU "Drew-Lipa" Kubiczek i Synowie sp. j.'),
  { name: 'Kwiaciarnia Pod Jaworem Lucyna Mżyk', peculiarity: 'no-guardian' },
  ordinaryFirm('Transport Krajowy i Międzynarodowy Gąsienicki sp. z o.o.'),
  {
    name: 'Transport Krajowy i Międzynarodowy Gąsienicki sp. z o.o. – Oddział Ełk',
    branchOf: 'Transport Krajowy i Międzynarodowy Gąsienicki sp. z o.o.',
  },
  ordinaryFirm('Gabinet Stomatologiczny Uśmiech Żaneta Ćwięk'),
  { name: 'Auto-Części Źrebak s.c. R. Źrebak, P. Źrebak', peculiarity: 'accountant-blocked' },
  ordinaryFirm('Торговий дім «Ґанок і Їжак» sp. z o.o.'),
  ordinaryFirm("O'Hara & Wspólnicy Szkoła Językowa sp. z o.o."),
  ordinaryFirm(
    'Przedsiębiorstwo Produkcyjno-Handlowo-Usługowe Wielobranżowa Spółdzielnia Rękodzieła Ludowego, Tkactwa i ' +
      'Ceramiki „Wspólna Przyszłość Podgórza Sudeckiego” imienia Księżnej Jadwigi w Nowej Wsi Jaworowej pod Sowią Górą ' +
      'spółka z ograniczoną odpowiedzialnością spółka komandytowa w restrukturyzacji',
  ),
  { name: 'Restauracja „Pod Gęsią” Bączek i Spółka sp. k.', peculiarity: 'payroll-without-address' },
  ordinaryFirm('Fundacja Szczęśliwy Jeż Wędrowny'),
  { name: 'Biuro Projektowe Kreska & Kąt sp. z o.o.', peculiarity: 'one-guardian-for-both' },
  ordinaryFirm('Zakład Stolarski Wiórek Jan Dłuto'),
  ordinaryFirm('Apteka Pod Modrzewiem mgr farm. Ewelina Szałwia'),
  ordinaryFirm('Hurtownia Elektryczna WOLTOMIX sp. z o.o.'),
  ordinaryFirm('Pracownia Krawiecka Szpulka Teresa Naparstek'),
  ordinaryFirm('Pasieka Miodna Dolina Zenon Trzmiel'),
  ordinaryFirm('Kancelaria Radcy Prawnego Olgierd Paragraf'),
  ordinaryFirm('Żwirownia Kamień-Bród sp. z o.o.'),
  ordinaryFirm('Salon Optyczny Bystra Źrenica H. Szkiełko, T. Oprawka s.c.'),
  ordinaryFirm('Gospodarstwo Sadownicze Papierówka Grzegorz Jabłonka'),
  ordinaryFirm('Software House Dziewiąty Bit sp. z o.o.'),
  ordinaryFirm('Przedszkole Niepubliczne Śpiący Miś'),
  ordinaryFirm('Mechanika Pojazdowa Zębatka Krystian Tłok'),
  ordinaryFirm('Wypożyczalnia Kajaków Rwący Nurt'),
  ordinaryFirm('Dom Weselny Szumiąca Topola sp. z o.o.'),
  ordinaryFirm('Ślusarstwo Artystyczne Kowadło Bożydar Młot'),
  ordinaryFirm('Cukiernia Pączuś A. Lukier i M. Bezik s.c.'),
  ordinaryFirm('Firma Budowlana Mur-Bet Ireneusz Cegła'),
  ordinaryFirm('Instalacje Sanitarne „Rurka” Ryszard Kolanko'),
  ordinaryFirm('Centrum Rehabilitacji Żwawy Kręgosłup sp. z o.o.'),
  ordinaryFirm('Sklep Zoologiczny Chomik i Spółka'),
  ordinaryFirm('Agencja Reklamowa Słoń w Żółte Kropki sp. z o.o.'),
  ordinaryFirm('Palarnia Kawy Czarna Filiżanka'),
  ordinaryFirm('Rowerownia Szprycha Mikołaj Łańcuch'),
  ordinaryFirm('Księgarnia Zakładka Aniela Stronica'),
  ordinaryFirm('Ogrody i Zieleń Paprotka Sławoj Liść'),
  ordinaryFirm('Drukarnia Cyfrowa Krzywa Czcionka sp. z o.o.'),
];
