/** Every page, as the gallery of the documents shows them: in the order of the menu, on a desk's screen and on a phone's. */
export interface GalleryPage {
  /** Of its two pictures. */
  readonly name: string;
  readonly where: string;
  /** The account that looks, by its role; default: an administrator. Nobody: before the sign-in. */
  readonly as?: 'user' | 'receptionist' | 'nobody';
}

export type SectionName = 'signIn' | 'today' | 'people' | 'history' | 'system' | 'everywhere';

export interface GallerySection {
  readonly name: SectionName;
  readonly pages: readonly GalleryPage[];
}

// prettier-ignore
export const GALLERY: readonly GallerySection[] = [
  { name: 'signIn', pages: [
    { name: 'sign-in', where: '/login', as: 'nobody' },
    { name: 'password-forgotten', where: '/password', as: 'nobody' },
    { name: 'guide', where: '/groups/_start' },
  ] },
  { name: 'today', pages: [
    { name: 'now', where: '/' },
    { name: 'wallboard', where: '/wall' },
    { name: 'callbacks', where: '/callbacks' },
    { name: 'callbacks-next', where: '/callbacks/next' },
    { name: 'switches', where: '/switches' },
    { name: 'switch', where: '/switches/night' },
    { name: 'who-is-in', where: '/away', as: 'receptionist' },
    { name: 'what-if', where: '/what-would-happen' },
    { name: 'own', where: '/own', as: 'user' },
    { name: 'own-codes', where: '/own/codes', as: 'user' },
  ] },
  { name: 'people', pages: [
    { name: 'groups', where: '/groups' },
    { name: 'group', where: '/groups/700' },
    { name: 'group-part', where: '/groups/700/part/stage-1' },
    { name: 'group-form', where: '/groups/700/form' },
    { name: 'group-new', where: '/groups/_new' },
    { name: 'users', where: '/users' },
    { name: 'user', where: '/users/anna' },
    { name: 'users-import', where: '/users/_import' },
    { name: 'contacts', where: '/contacts' },
    { name: 'contact-new', where: '/contacts/_new' },
    { name: 'contacts-import', where: '/contacts/_import' },
    { name: 'blocked', where: '/blocked' },
    { name: 'holidays', where: '/holidays' },
    { name: 'holiday', where: '/holidays/bavaria' },
    { name: 'sounds', where: '/sounds' },
  ] },
  { name: 'history', pages: [
    { name: 'calls', where: '/calls' },
    { name: 'call', where: '/calls/one' },
    { name: 'reports', where: '/reports?group=700&period=month' },
    { name: 'recordings', where: '/recordings' },
    { name: 'revisions', where: '/revisions' },
    { name: 'revision', where: '/revisions/1' },
    { name: 'audit', where: '/audit' },
  ] },
  { name: 'system', pages: [
    { name: 'status', where: '/status' },
    { name: 'outbox', where: '/outbox' },
    { name: 'webhooks', where: '/webhooks' },
    { name: 'webhook-new', where: '/webhooks/_new' },
    { name: 'settings', where: '/settings' },
    { name: 'logo', where: '/settings/logo' },
    { name: 'accounts', where: '/accounts' },
    { name: 'roles', where: '/accounts/roles' },
    { name: 'privacy', where: '/privacy' },
    { name: 'interface', where: '/api' },
  ] },
  { name: 'everywhere', pages: [
    { name: 'search', where: '/search?q=anna' },
    { name: 'account', where: '/account' },
    { name: 'help', where: '/help' },
  ] },
];
