/** What the page of blocked numbers says in English. */
export const blocked = {
  title: 'Blocked numbers',
  hint: 'These callers ring nobody: they hear the announcement for blocked callers, or are refused. Emergency numbers and those of the house are never blocked.',
  block: 'Block a number',
  number: 'Number',
  numberHint: 'With a * behind it: all numbers that begin so.',
  where: 'Where',
  allGroups: 'All groups',
  reason: 'Reason',
  reasonHint: 'Shown with each call that is blocked.',
  unblock: 'Unblock',
  none: 'No number is blocked.',
  done: '{number} is blocked.',
  undone: 'No longer blocked: {number}',
  already: 'This number is blocked there already.',
  changedMeanwhile: 'Somebody else has changed this at the same moment, and nothing was saved. Try again.',
  noGroup: 'There is no such group any more. Choose another one.',
};
