/** What commands say in English. */
export const english = {
  callbacks: {
    taken: 'taken by {who} until {at}',
    open: 'open',
    talked: 'got through',
    calledBack: 'called back',
    superseded: 'see the newer item',
    done: 'done',
    note: 'note: {text}',
    none: 'There are no items.',
    nobody: 'Nobody waits for a call back.',
    noItem: 'There is no item {id}; see: npm run callbacks -- list',
    several: '{id} is the beginning of several items',
    notTaken: 'Not taken: {state}',
    notHad: 'Nobody has this item.',
    ended: 'It had ended before: {state}',
  },
  switch: {
    is: 'Switch {id} is ',
    zone: 'times in {zone}',
    here: 'here: {at}',
    unknown: 'There is no switch {id}; there are: {ids}',
  },
};
