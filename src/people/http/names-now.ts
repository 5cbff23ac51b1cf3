/** All that pages and interface read of callers goes through these parts, which name them as the address book does now. */
import { callbacksNamed, callsNamed, namesNow, searchNamed } from '../operations/names-now.js';
import type { SiteParts } from './parts.js';

export function withNamesNow(parts: SiteParts): SiteParts {
  const { store, board, links, contacts, snapshot } = parts;
  const names = namesNow(contacts.kept, snapshot);
  const callbacks = callbacksNamed(store.callbacks, names);
  return {
    ...parts,
    links: { ...links, callbacks },
    board: { ...board, calls: (...given) => board.calls(...given).map((call) => names.call(call)) },
    store: {
      ...store,
      callbacks,
      callSearch: searchNamed(store.callSearch, names),
      calls: callsNamed(store.calls, names),
    },
  };
}
