/** What the pages about a forgotten password, and those behind a link that sets one, say in English. */
export const password = {
  title: 'Password',
  titleInvitation: 'Welcome',
  titleReset: 'Set a new password',
  titleForgotten: 'Forgot your password?',
  introInvitation: 'Your account is {name}. Choose your password; then you are signed in.',
  introReset:
    'For the account {name}. The old password stays until you save. Then all other sessions of the account end; tokens for programs stay valid.',
  until: 'This link works once, until {until}.',
  password: 'New password',
  hint: '12 to 200 characters, not just the name. A few words in a row are good.',
  save: 'Save and sign in',
  tooShort: 'At least 12 characters.',
  tooLong: 'At most 200 characters.',
  isName: 'The password must be more than the name.',
  busy: 'Too many sign-ins at once. Try again in a moment; the link is not used up.',
  set: 'Your password is set. All other sessions of your account are ended; tokens for programs stay valid.',
  setInvitation: 'Your password is set, and you are signed in.',
  used: 'This link has been used: the password is set. Sign in with it. If you did not set it yourself, ask for a new link and tell your administrator.',
  expired: 'The time of this link is over. If it was an invitation, an administrator can invite you again.',
  unknown:
    'This link opens nothing: it was replaced by a newer one or withdrawn, or it was not copied whole. Use the link of the newest mail.',
  askAgain: 'Ask for a new link',
  toLogin: 'Sign in',
  name: 'Name or mail address of your account',
  askHint: 'A link for a new password is mailed to the address that your account has.',
  ask: 'Send the link',
  asked:
    'If there is such an account and it has a mail address, a mail with a link is on its way. Nothing within a few minutes? Look among unwanted mails, or ask an administrator. For one account, a few mails a day are sent at most.',
  cannotAsk: 'Links cannot be mailed here. Ask an administrator for a new password.',
};
