export interface StaffMember {
  readonly id: number;
  readonly name: string;
  readonly email: string | null;
  readonly isBlocked: boolean;
  readonly locale: 'pl' | 'en';
}

export const owner = makeMember(101, 'Barbara Zielińska', 'barbara.zielinska');
export const bothDepartments = makeMember(105, 'Joanna Dąbrowska', 'joanna.dabrowska');
export const accountants = [
  makeMember(102, 'Marek Wójcik', 'marek.wojcik'),
  makeMember(103, 'Katarzyna Lewandowska', 'katarzyna.lewandowska'),
  makeMember(104, 'Tomasz Szczepański', 'tomasz.szczepanski'),
  bothDepartments,
  makeMember(108, 'Natalia Piotrowska', 'natalia.piotrowska', { locale: 'en' }),
] as const;
export const payrollClerk = makeMember(106, 'Agnieszka Kamińska', 'agnieszka.kaminska');
export const withoutAddress = makeMember(109, 'Ewa Gąsior', 'ewa.gasior', { email: null });
export const blockedAccountant = makeMember(107, 'Paweł Jabłoński', 'pawel.jablonski', { isBlocked: true });

export const staff: readonly StaffMember[] = [owner, ...accountants, payrollClerk, withoutAddress, blockedAccountant];
export const activeStaff = staff.filter(({ isBlocked }) => !isBlocked);

function makeMember(id: number, name: string, mailbox: string, differences: Partial<StaffMember> = {}): StaffMember {
  return { id, name, email: `${mailbox}@biuro-demo.example`, isBlocked: false, locale: 'pl', ...differences };
}
