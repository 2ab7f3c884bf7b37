import type { Peculiarity } from './firms.js';
import {
  accountants,
  blockedAccountant,
  bothDepartments,
  owner,
  payrollClerk,
  withoutAddress,
  type StaffMember,
} from './staff.js';

export interface Guardians {
  readonly client: readonly StaffMember[];
  readonly accounting: readonly StaffMember[];
  readonly hr: readonly StaffMember[];
}

/** Assigns members of the staff to the firm of this index. A peculiarity changes the usual assignment. */
export function assignGuardians(index: number, peculiarity: Peculiarity | undefined): Guardians {
  const usual = assignUsualGuardians(index);
  switch (peculiarity) {
    case 'no-guardian':
      return { client: [], accounting: [], hr: [] };
    case 'accountant-blocked':
      return { ...usual, client: [owner], accounting: [blockedAccountant] };
    case 'payroll-without-address':
      return { ...usual, hr: [withoutAddress] };
    case 'one-guardian-for-both':
      return { ...usual, accounting: [bothDepartments], hr: [bothDepartments] };
    case undefined:
      return usual;
  }
}

function assignUsualGuardians(index: number): Guardians {
  const accountant = memberAt(accountants, index);
  const second = index % 6 === 2 ? [memberAt(accountants, index + 2)] : [];
  const former = index % 9 === 4 ? [blockedAccountant] : [];
  const clerks = index % 8 === 6 ? [payrollClerk, withoutAddress] : [payrollClerk];
  const accounting = [accountant, ...second, ...former];
  return {
    client: [index % 3 === 0 ? owner : accountant],
    accounting,
    hr: index % 2 === 0 || accounting.includes(bothDepartments) ? clerks : [bothDepartments],
  };
}

function memberAt(members: readonly StaffMember[], index: number): StaffMember {
  return members[index % members.length] as StaffMember;
}
