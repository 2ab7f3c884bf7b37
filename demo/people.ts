import type { Random } from './random.js';

const women = [
  'Alicja', 'Beata', 'Danuta', 'Elżbieta', 'Grażyna', 'Halina', 'Iwona', 'Izabela', 'Justyna', 'Karolina', 'Łucja',
  'Małgorzata', 'Monika', 'Oksana', 'Renata', 'Sylwia', 'Urszula', 'Weronika', 'Zofia', 'Żaneta',
];
const men = [
  'Adam', 'Bartłomiej', 'Bogdan', 'Cezary', 'Dariusz', 'Eryk', 'Grzegorz', 'Jacek', 'Kamil', 'Krzysztof', 'Łukasz',
  'Michał', 'Mykoła', 'Paweł', 'Piotr', 'Radosław', 'Sławomir', 'Stanisław', 'Wojciech', 'Zbigniew',
];
/** Stems that take -i for a man, -a for a woman. */
const stems = [
  'Borkowsk', 'Chmielewsk', 'Czarneck', 'Glińsk', 'Jaworsk', 'Krajewsk', 'Łukaszewsk', 'Malinowsk', 'Ostrowsk',
  'Przybylsk', 'Rutkowsk', 'Sadowsk', 'Śliwińsk', 'Tomaszewsk', 'Urbańsk', 'Wysock', 'Zakrzewsk', 'Żukowsk',
];
const surnames = [
  'Baran', 'Cieślak', 'Duda', 'Gołąb', 'Hryciuk', 'Jeż', 'Kłos', 'Kołodziej', 'Kowalenko', 'Kubiak', 'Lis', 'Maj',
  'Mróz', 'Pająk', 'Sikora', 'Sobczyk', 'Świątek', 'Wrona', 'Wróbel', 'Zięba',
];

export function randomPerson(random: Random): string {
  const woman = random.chance(0.5);
  const surname = random.chance(0.5) ? `${random.pick(stems)}${woman ? 'a' : 'i'}` : random.pick(surnames);
  return `${random.pick(woman ? women : men)} ${surname}`;
}
