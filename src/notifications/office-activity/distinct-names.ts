export interface User {
  readonly userId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly isBlocked: number;
}

/** The users' names by id. Users of the same name get the local part of their address, or their number, beside it. */
export function distinctNames(users: readonly User[]): Map<string, string> {
  const counts = new Map<string, number>();
  for (const { name } of users) counts.set(foldName(name), (counts.get(foldName(name)) ?? 0) + 1);
  return new Map(
    users.map(({ userId, name, email }) => {
      if (name === null) return [userId, `#${userId}`];
      const localPart = email?.trim().split('@')[0];
      return [userId, counts.get(foldName(name)) === 1 ? name : `${name} (${localPart || `#${userId}`})`];
    }),
  );
}

const foldName = (name: string | null) => (name ?? '').trim().toLowerCase();
