/**
 * Choices that pickers request as somebody types, for lists too long to be in the page: `{options, more}` for `?q=`.
 * Whoever may read a page may request its choices.
 */
import type { Configuration } from '../../../base/configuration/schema.js';
import type { Snapshot } from '../../../base/model/snapshot.js';
import type { Stock } from '../../../base/model/stock.js';
import { usersIn } from '../../operations/seen.js';
import type { ConfigurationEditor } from '../../operations/configuration-editor.js';
import { groupChoices, settingsChoices } from '../configuration/choices.js';
import { extensionOptions, userOptions } from '../configuration/people-choices.js';
import { SearchableList, type SuggestionList } from '../forms/offers.js';
import type { Language } from '../language.js';
import type { Pages, Visit } from '../pages.js';

export interface ChoiceSources {
  readonly editor: Pick<ConfigurationEditor, 'configuration'>;
  readonly snapshot: () => Snapshot | undefined;
  readonly stock: () => Stock;
}

/** Address of the lists for configuration forms. */
export const CONFIGURATION_CHOICES = '/choices/configuration';
/** Address of the users for the accounts page, and of possible answerers for the calls page. */
export const ACCOUNT_USERS = '/choices/accounts/users';
export const CALL_MEMBERS = '/choices/calls/members';
export const CALLERS = '/choices/what-if/extensions';

const MOST_TYPED = 100;

export function choicePages(pages: Pages, sources: ChoiceSources): void {
  const ofForms = new Remembered(async (lang) => {
    const { configuration } = await sources.editor.configuration();
    return formLists(configuration, lang, sources.stock());
  });
  const ofPeople = new Remembered(() => {
    const users = [...(sources.snapshot()?.users.values() ?? [])];
    return Promise.resolve([
      { id: 'users', options: userOptions(users) },
      { id: 'extensions', options: extensionOptions(users) },
    ]);
  });
  const answer = async (visit: Visit, lists: Remembered, id: string) => {
    const list = await lists.get(id, visit.lang, sources.snapshot()?.revision);
    if (list === undefined) visit.refuse(404);
    else visit.response.json(list.find(typedOf(visit)));
  };
  pages.get(`${CONFIGURATION_CHOICES}/:list`, 'config.read', (visit) =>
    answer(visit, ofForms, visit.param('list')),
  );
  pages.get(ACCOUNT_USERS, 'accounts.write', (visit) => answer(visit, ofPeople, 'users'));
  pages.get(CALL_MEMBERS, 'calls.read', (visit) => {
    const { scope } = visit;
    if (scope === 'all') return answer(visit, ofPeople, 'users');
    const list = new SearchableList(userOptions(usersIn(scope, sources.snapshot())));
    visit.response.json(list.find(typedOf(visit)));
    return undefined;
  });
  pages.get(CALLERS, 'config.read', (visit) => answer(visit, ofPeople, 'extensions'));
}

function typedOf({ query }: Visit): string {
  return (query('q') ?? '').slice(0, MOST_TYPED);
}

function formLists(configuration: Configuration, lang: Language, stock: Stock): readonly SuggestionList[] {
  return [...settingsChoices(configuration, lang, stock), ...groupChoices(configuration, lang, stock)];
}

/** Caches the lists for each revision, since typing causes several requests a second. */
class Remembered {
  readonly #make: (lang: Language) => Promise<readonly SuggestionList[]>;
  readonly #known = new Map<Language, { revision: number | undefined; lists: Map<string, SearchableList> }>();

  constructor(make: (lang: Language) => Promise<readonly SuggestionList[]>) {
    this.#make = make;
  }

  /** Undefined: there is no such list. */
  async get(id: string, lang: Language, revision: number | undefined): Promise<SearchableList | undefined> {
    const known = this.#known.get(lang);
    if (known !== undefined && known.revision === revision) return known.lists.get(id);
    const made = await this.#make(lang);
    const lists = new Map(made.map((list) => [list.id, new SearchableList(list.options)]));
    this.#known.set(lang, { revision, lists });
    return lists.get(id);
  }
}
