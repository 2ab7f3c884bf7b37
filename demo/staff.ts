export interface StaffMember {
  readonly id: number;
  readonly name: string;
  readonly email: string | null;
  readonly blocked: boolean;
  readonly locale: 'pl' | 'en';
}

export const owner = member(101, 'Barbara Zielińska', 'barbara.zielinska');
export const bothDepartments = member(105, 'Joanna Dąbrowska', 'joanna.dabrowska');
export const accountants = [
  member(102, 'Marek Wójcik', 'marek.wojcik'),
  member(103, 'Katarzyna Lewandowska', 'katarzyna.lewandowska'),
  member(104, 'Tomasz Szczepański', 'tomasz.szczepanski'),
  bothDepartments,
  member(108, 'Natalia Piotrowska', 'natalia.piotrowska', { locale: 'en' }),
] as const;
export const payrollClerk = member(106, 'Agnieszka Kamińska', 'agnieszka.kaminska');
export const withoutAddress = member(109, 'Ewa Gąsior', 'ewa.gasior', { email: null });
export const blockedAccountant = member(107, 'Paweł Jabłoński', 'pawel.jablonski', { blocked: true });

export const staff: readonly StaffMember[] = [owner, ...accountants, payrollClerk, withoutAddress, blockedAccountant];
export const activeStaff = staff.filter(({ blocked }) => !blocked);

function member(id: number, name: string, mailbox: string, differences: Partial<StaffMember> = {}): StaffMember {
  return { id, name, email: `${mailbox}@biuro-demo.example`, blocked: false, locale: 'pl', ...differences };
}
