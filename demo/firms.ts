/** How a firm's guardians differ from the usual: gaps and special cases that every office has. */
export type Peculiarity = 'no-guardian' | 'accountant-blocked' | 'payroll-without-address' | 'one-guardian-for-both';

export interface Firm {
  readonly name: string;
  readonly peculiarity?: Peculiarity;
  /** Name of the firm with the same NIP (tax number). */
  readonly branchOf?: string;
}

const plain = (name: string): Firm => ({ name });

export const firms: readonly Firm[] = [
  plain('Piekarnia „Złoty Kłos” Halina Borowiec'),
  plain('Studio Fryzjerskie "Grzebyk & Nożyczki" Ilona Paź'),
  plain('PPHU "Drew-Lipa" Kubiczek i Synowie sp. j.'),
  { name: 'Kwiaciarnia Pod Jaworem Lucyna Mżyk', peculiarity: 'no-guardian' },
  plain('Transport Krajowy i Międzynarodowy Gąsienicki sp. z o.o.'),
  {
    name: 'Transport Krajowy i Międzynarodowy Gąsienicki sp. z o.o. – Oddział Ełk',
    branchOf: 'Transport Krajowy i Międzynarodowy Gąsienicki sp. z o.o.',
  },
  plain('Gabinet Stomatologiczny Uśmiech Żaneta Ćwięk'),
  { name: 'Auto-Części Źrebak s.c. R. Źrebak, P. Źrebak', peculiarity: 'accountant-blocked' },
  plain('Торговий дім «Ґанок і Їжак» sp. z o.o.'),
  plain("O'Hara & Wspólnicy Szkoła Językowa sp. z o.o."),
  plain(
    'Przedsiębiorstwo Produkcyjno-Handlowo-Usługowe Wielobranżowa Spółdzielnia Rękodzieła Ludowego, Tkactwa i ' +
      'Ceramiki „Wspólna Przyszłość Podgórza Sudeckiego” imienia Księżnej Jadwigi w Nowej Wsi Jaworowej pod Sowią Górą ' +
      'spółka z ograniczoną odpowiedzialnością spółka komandytowa w restrukturyzacji',
  ),
  { name: 'Restauracja „Pod Gęsią” Bączek i Spółka sp. k.', peculiarity: 'payroll-without-address' },
  plain('Fundacja Szczęśliwy Jeż Wędrowny'),
  { name: 'Biuro Projektowe Kreska & Kąt sp. z o.o.', peculiarity: 'one-guardian-for-both' },
  plain('Zakład Stolarski Wiórek Jan Dłuto'),
  plain('Apteka Pod Modrzewiem mgr farm. Ewelina Szałwia'),
  plain('Hurtownia Elektryczna WOLTOMIX sp. z o.o.'),
  plain('Pracownia Krawiecka Szpulka Teresa Naparstek'),
  plain('Pasieka Miodna Dolina Zenon Trzmiel'),
  plain('Kancelaria Radcy Prawnego Olgierd Paragraf'),
  plain('Żwirownia Kamień-Bród sp. z o.o.'),
  plain('Salon Optyczny Bystra Źrenica H. Szkiełko, T. Oprawka s.c.'),
  plain('Gospodarstwo Sadownicze Papierówka Grzegorz Jabłonka'),
  plain('Software House Dziewiąty Bit sp. z o.o.'),
  plain('Przedszkole Niepubliczne Śpiący Miś'),
  plain('Mechanika Pojazdowa Zębatka Krystian Tłok'),
  plain('Wypożyczalnia Kajaków Rwący Nurt'),
  plain('Dom Weselny Szumiąca Topola sp. z o.o.'),
  plain('Ślusarstwo Artystyczne Kowadło Bożydar Młot'),
  plain('Cukiernia Pączuś A. Lukier i M. Bezik s.c.'),
  plain('Firma Budowlana Mur-Bet Ireneusz Cegła'),
  plain('Instalacje Sanitarne „Rurka” Ryszard Kolanko'),
  plain('Centrum Rehabilitacji Żwawy Kręgosłup sp. z o.o.'),
  plain('Sklep Zoologiczny Chomik i Spółka'),
  plain('Agencja Reklamowa Słoń w Żółte Kropki sp. z o.o.'),
  plain('Palarnia Kawy Czarna Filiżanka'),
  plain('Rowerownia Szprycha Mikołaj Łańcuch'),
  plain('Księgarnia Zakładka Aniela Stronica'),
  plain('Ogrody i Zieleń Paprotka Sławoj Liść'),
  plain('Drukarnia Cyfrowa Krzywa Czcionka sp. z o.o.'),
];
