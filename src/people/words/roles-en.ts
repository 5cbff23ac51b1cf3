/** What roles are called and who may what, in English. */
export const role = {
  admin: 'administrator',
  receptionist: 'receptionist',
  leader: 'team leader',
  viewer: 'viewer',
  observer: 'viewer (masked numbers)',
  user: 'user',
};

/** Each role in half a sentence. */
export const roleAbout = {
  admin: 'may do everything',
  receptionist:
    'works with the calls of all groups: switches, call-backs, address book, who is away; no settings',
  leader: 'sees calls, call-backs, reports and recordings of the groups that the own user leads; no settings',
  viewer: 'sees everything, changes nothing, hears no recording',
  observer: 'sees everything, but telephone numbers masked only; changes nothing, hears no recording',
  user: 'has the call-backs of the own groups and the own mobile',
};

/** The page that says who may what. */
export const roles = {
  title: 'Who may what',
  back: 'Accounts',
  hint: 'What each role may do on the pages, over the interface and with a token, which never may more than its account. Who leads a group is a setting of the group.',
  may: 'May …',
  yes: 'yes',
  no: 'no',
  whose: 'Calls, call-backs, figures, recordings and absences of',
  reach_all: 'all groups',
  reach_led: 'groups that the user leads',
  reach_own: 'groups that the user is in',
  numbers: 'Telephone numbers',
  numbersWhole: 'whole',
  numbersMasked: 'masked',
  link: 'Who may what',
};
