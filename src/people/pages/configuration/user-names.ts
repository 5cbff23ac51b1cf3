/** Converts users to the text shown in forms, `Anna Albrecht (anna)`, and back. Pure. */
export interface UserNames {
  /** The text for a user; an unknown id is returned unchanged. */
  readonly textOf: (id: string) => string;
  /**
   * The user id for a text: a text from the list, an id, or a name that only one user has. Any other text is returned
   * unchanged.
   */
  readonly idOf: (text: string) => string;
}

interface Named {
  readonly users: readonly { readonly id: string; readonly name: string }[];
}

/** The maps are made once for each configuration: every form asks for them. */
export function userNames({ users }: Named): UserNames {
  const known = made.get(users) ?? namesOf(users);
  made.set(users, known);
  return known;
}

const made = new WeakMap<Named['users'], UserNames>();

function namesOf(users: Named['users']): UserNames {
  const byId = new Map(users.map((user) => [user.id, user]));
  const idsOfName = new Map<string, string[]>();
  for (const { id, name } of users) idsOfName.set(name, [...(idsOfName.get(name) ?? []), id]);
  return {
    textOf: (id) => {
      const user = byId.get(id);
      return user === undefined ? id : `${user.name} (${id})`;
    },
    idOf: (text) => {
      const offered = /\(([a-z][a-z0-9_-]*)\)$/.exec(text)?.[1];
      if (offered !== undefined && byId.has(offered)) return offered;
      if (byId.has(text)) return text;
      const ids = idsOfName.get(text) ?? [];
      return ids.length === 1 ? (ids[0] ?? text) : text;
    },
  };
}
