/** Every route that changes something leaves an entry in the audit log. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { AuditEvent } from '../../../src/base/model/audit-event.js';
import { createApp } from '../../../src/people/web/app.js';
import { loadTemplates } from '../../../src/people/pages/render.js';
import { endpoints } from '../../../src/people/api/resources.js';
import { recipientKey, signLink } from '../../../src/afterwards/missed/links.js';
import { projectFolder } from '../../../src/base/project-folder.js';
import { pngLogo } from '../../logo-files.js';
import { toneWav } from '../../sound-files.js';
import * as scene from './audit-scene.js';
import {
  account,
  callback,
  delivered,
  done,
  edit,
  failedMail,
  next,
  NOW,
  linked,
  mailed,
  part,
  parts,
  recording,
  remove,
  rest,
  send,
  session,
  taken,
  token,
  type List,
} from './audit-scene.js';
import { Browser } from './browser.js';
import { PASSWORD, READY, siteParts } from './site.js';

before(scene.begin);
after(scene.end);

/** Requests that change something, each as it succeeds; a route that is not here fails the test below. */
interface Write {
  readonly event: AuditEvent;
  /** The entry says what was there and what is there now. */
  readonly withChange?: boolean;
  /** Resolves with the status of the answer. */
  readonly act: () => Promise<number>;
}

/** What writes nothing that matters to anybody but the visitor. */
const NO_CHANGE = new Set([
  'POST /language',
  'POST /favourites/:group',
  // It acts after its answer; password-reset.test reads the entry.
  'POST /password',
  // They show what would change.
  'POST /users/_import/file',
  'POST /contacts/_import/file',
  'POST /users/_import/freeswitch',
  'POST /api/users/import/preview',
]);

async function callView(): Promise<string> {
  const id = `view-${next()}`;
  const by = { changedAt: NOW.toJSDate(), changedBy: 'admin' };
  await scene.store.callViews.add({ id, owner: null, name: id, query: 'missed=true', ...by });
  return id;
}

/** The forms and operations of one kind of part. */
function partWrites(list: List, fields: Record<string, string>): Record<string, Write> {
  const page = `/${list}`;
  return {
    [`POST ${page}/:id`]: {
      event: 'partChanged',
      withChange: true,
      act: async () => edit(await part(list), fields),
    },
    [`POST ${page}/:id/remove`]: {
      event: 'partRemoved',
      withChange: true,
      act: async () => remove(await part(list)),
    },
    [`POST /api${page}`]: {
      event: 'partAdded',
      withChange: true,
      act: () => rest('POST', page, parts[list]()),
    },
    [`PUT /api${page}/{id}`]: {
      event: 'partChanged',
      withChange: true,
      act: async () => {
        const where = await part(list);
        const content = (await scene.call('GET', where)).body as Record<string, unknown>;
        return rest('PUT', where, { ...content, ...fields });
      },
    },
    [`DELETE /api${page}/{id}`]: {
      event: 'partRemoved',
      withChange: true,
      act: async () => rest('DELETE', await part(list)),
    },
  };
}

/** Whoever is away already would be as before. */
function fromBeingIn(act: Write['act']): Write['act'] {
  return async () => {
    await rest('DELETE', '/users/anna/away');
    return act();
  };
}

const WRITES: Readonly<Record<string, Write>> = {
  'POST /login': {
    event: 'signedIn',
    act: async () =>
      (await new Browser(scene.site.url).post('/login', { name: 'admin', password: PASSWORD }, '/login'))
        .status,
  },
  'POST /logout': {
    event: 'signedOut',
    act: async () => (await (await scene.site.signedIn('viewer', { name: 'vera' })).post('/logout')).status,
  },
  'POST /account/password': {
    event: 'passwordChanged',
    act: async () => {
      const name = await account();
      const own = new Browser(scene.site.url);
      await own.signIn(name, PASSWORD);
      return (await own.post('/account/password', { old: PASSWORD, password: `${PASSWORD}!` })).status;
    },
  },
  'POST /account/tokens': {
    event: 'tokenAdded',
    act: () => send('/account/tokens', { label: 'x', days: '30', scopes: ['status.read'] }),
  },
  'POST /account/tokens/:id/remove': {
    event: 'tokenRemoved',
    act: async () => send(`/account/tokens/${await token()}/remove`),
  },
  'POST /account/sessions/:id/end': {
    event: 'sessionEnded',
    act: async () => send(`/account/sessions/${await session('admin')}/end`),
  },
  'POST /account/sessions/end-others': {
    event: 'sessionsEnded',
    act: async () => {
      await session('admin');
      return send('/account/sessions/end-others');
    },
  },
  'POST /accounts/:name/sessions/end': {
    event: 'sessionsEnded',
    act: async () => {
      const name = await account();
      await session(name);
      return send(`/accounts/${name}/sessions/end`);
    },
  },
  'POST /accounts': {
    event: 'accountAdded',
    withChange: true,
    act: () => send('/accounts', { name: `new${next()}`, role: 'viewer', userId: '', password: PASSWORD }),
  },
  'POST /accounts/:name': {
    event: 'accountChanged',
    withChange: true,
    act: async () => send(`/accounts/${await account()}`, { role: 'admin', userId: '', password: '' }),
  },
  'POST /accounts/:name/link': {
    event: 'accountLinkSent',
    act: async () => send(`/accounts/${await mailed()}/link`),
  },
  'POST /accounts/:name/link/withdraw': {
    event: 'accountLinkWithdrawn',
    act: async () => send(`/accounts/${await linked()}/link/withdraw`),
  },
  'POST /api/accounts/{name}/link': {
    event: 'accountLinkSent',
    act: async () => rest('POST', `/accounts/${await mailed()}/link`),
  },
  'DELETE /api/accounts/{name}/link': {
    event: 'accountLinkWithdrawn',
    act: async () => rest('DELETE', `/accounts/${await linked()}/link`),
  },
  'POST /password/:secret': {
    event: 'passwordChanged',
    act: async () => {
      const link = `/password/${await scene.secret()}`;
      return (await new Browser(scene.site.url).post(link, { password: `${PASSWORD}!` }, link)).status;
    },
  },
  'POST /accounts/:name/remove': {
    event: 'accountRemoved',
    withChange: true,
    act: async () => send(`/accounts/${await account()}/remove`),
  },
  'POST /callbacks/:id/take': {
    event: 'callbackTaken',
    withChange: true,
    act: async () => send(`/callbacks/${await callback()}/take`),
  },
  'POST /callbacks/:id/call': {
    event: 'callPlaced',
    act: async () => send(`/callbacks/${await callback()}/call`),
  },
  'POST /calls/:id/call': {
    event: 'callPlaced',
    act: async () => send(`/calls/${await recording()}/call`),
  },
  'POST /callbacks/:id/give-back': {
    event: 'callbackGivenBack',
    withChange: true,
    act: async () => send(`/callbacks/${await taken()}/give-back`),
  },
  'POST /callbacks/:id/done': {
    event: 'callbackDone',
    withChange: true,
    act: async () => send(`/callbacks/${await taken()}/done`, { note: '' }),
  },
  'POST /callbacks/:id/reopen': {
    event: 'callbackReopened',
    withChange: true,
    act: async () => send(`/callbacks/${await done()}/reopen`),
  },
  'POST /callbacks/:id/assign': {
    event: 'callbackAssigned',
    withChange: true,
    act: async () => send(`/callbacks/${await callback()}/assign`, { user: 'anna' }),
  },
  'POST /callbacks/:id/note': {
    event: 'callbackNoted',
    withChange: true,
    act: async () => send(`/callbacks/${await callback()}/note`, { note: 'x' }),
  },
  'POST /callback/:token': {
    event: 'callbackTaken',
    withChange: true,
    act: async () => {
      const expiresAt = NOW.plus({ days: 1 }).toJSDate();
      const link = {
        item: await callback(),
        action: 'take',
        recipient: recipientKey('a@example.com'),
        expiresAt,
      } as const;
      const signed = signLink(link, await scene.store.secrets.get('links'));
      return (await new Browser(scene.site.url).send(`/callback/${signed}`, { who: 'Anna', note: '' }))
        .status;
    },
  },
  'POST /own': {
    event: 'partChanged',
    withChange: true,
    act: () =>
      edit(
        '/own',
        { '_block.mobile': 'on', 'mobile.number': `+4917139200${String(10 + next()).slice(-2)}` },
        scene.user,
      ),
  },
  'POST /settings': {
    event: 'partChanged',
    withChange: true,
    act: () => edit('/settings', { keepCallsDays: String(100 + next()) }),
  },
  'POST /revisions/:revision/take-back': {
    event: 'takenBack',
    withChange: true,
    act: async () => {
      const { before, base } = await scene.twoRevisions();
      return send(`/revisions/${before}/take-back`, { base, kind: '', id: '', removalsMeant: 'on' });
    },
  },
  'POST /api/revisions/{revision}/take-back': {
    event: 'takenBack',
    withChange: true,
    act: async () => {
      const { before } = await scene.twoRevisions();
      return rest('POST', `/revisions/${before}/take-back`, { removalsMeant: true });
    },
  },
  'POST /users/_import/preview': {
    event: 'usersImported',
    withChange: true,
    act: async () => {
      const preview = await scene.uploaded();
      return send('/users/_import/preview', { ...preview, do: 'apply' });
    },
  },
  'POST /api/users/import': {
    event: 'usersImported',
    withChange: true,
    act: () => rest('POST', '/users/import', { content: `${3000 + next()};Somebody\n` }),
  },
  'POST /status/check': { event: 'everythingChecked', act: () => send('/status/check') },
  'POST /api/status/check': { event: 'everythingChecked', act: () => rest('POST', '/status/check') },
  'POST /switches/:id/state': {
    event: 'switchTurned',
    withChange: true,
    act: async () => send(`${await part('switches')}/state`, { do: 'on', end: 'changed' }),
  },
  'POST /privacy/export': {
    event: 'personExported',
    act: () => send('/privacy/export', { number: '0171 3920015' }),
  },
  'POST /privacy/forget': {
    event: 'personForgotten',
    act: () => send('/privacy/forget', { number: '0171 3920015', sure: 'yes' }),
  },
  'POST /api/privacy/export': {
    event: 'personExported',
    act: () => rest('POST', '/privacy/export', { number: '0171 3920015' }),
  },
  'POST /api/privacy/forget': {
    event: 'personForgotten',
    act: () => rest('POST', '/privacy/forget', { number: '0171 3920015' }),
  },
  'POST /outbox/:id/retry': {
    event: 'mailRetried',
    withChange: true,
    act: async () => send(`/outbox/${await failedMail()}/retry`),
  },
  'POST /outbox/:id/dismiss': {
    event: 'mailDismissed',
    withChange: true,
    act: async () => send(`/outbox/${await failedMail()}/dismiss`),
  },
  'POST /status/notices': { event: 'noticesTried', act: () => send('/status/notices') },
  'POST /api/notices/test': { event: 'noticesTried', act: () => rest('POST', '/notices/test') },
  'POST /webhooks/:id/test': {
    event: 'webhookTried',
    act: async () => send(`${await part('webhooks')}/test`),
  },
  'POST /webhooks/:id/secret': {
    event: 'webhookSecretSet',
    act: async () => send(`${await part('webhooks')}/secret`),
  },
  'POST /webhooks/:id/again/:delivery': {
    event: 'deliveryRepeated',
    act: async () => send(`${await part('webhooks')}/again/${await delivered()}`),
  },
  'POST /api/webhooks/{id}/test': {
    event: 'webhookTried',
    act: async () => rest('POST', `${await part('webhooks')}/test`),
  },
  'PUT /api/webhooks/{id}/secret': {
    event: 'webhookSecretSet',
    act: async () => rest('PUT', `${await part('webhooks')}/secret`, {}),
  },
  'POST /api/webhooks/deliveries/{id}/again': {
    event: 'deliveryRepeated',
    act: async () => rest('POST', `/webhooks/deliveries/${await delivered()}/again`),
  },
  'POST /recordings/:id/remove': {
    event: 'recordingRemoved',
    act: async () => send(`/recordings/${await recording()}/remove`),
  },
  'POST /sounds': { event: 'soundAdded', withChange: true, act: () => scene.uploadSound() },
  'POST /sounds/:name/remove': {
    event: 'soundRemoved',
    withChange: true,
    act: async () => send(`/sounds/${await scene.sound()}/remove`),
  },
  'PUT /api/sounds/{name}': {
    event: 'soundAdded',
    withChange: true,
    act: () => scene.putFile(`/sounds/sound${next()}.wav`, toneWav()),
  },
  'DELETE /api/sounds/{name}': {
    event: 'soundRemoved',
    withChange: true,
    act: async () => rest('DELETE', `/sounds/${await scene.sound()}`),
  },
  'POST /settings/logo': { event: 'logoChanged', withChange: true, act: () => scene.uploadLogo() },
  'POST /settings/logo/remove': {
    event: 'logoRemoved',
    withChange: true,
    act: async () => {
      await scene.uploadLogo();
      return send('/settings/logo/remove');
    },
  },
  'PUT /api/logo': { event: 'logoChanged', withChange: true, act: () => scene.putFile('/logo', pngLogo()) },
  'DELETE /api/logo': {
    event: 'logoRemoved',
    withChange: true,
    act: async () => {
      await scene.uploadLogo();
      return rest('DELETE', '/logo');
    },
  },
  'POST /api/blocked-numbers': {
    event: 'partChanged',
    withChange: true,
    act: () => rest('POST', '/blocked-numbers', { number: '030 23125099', reason: 'sells windows' }),
  },
  'POST /blocked': {
    event: 'partChanged',
    withChange: true,
    act: () => send('/blocked', { number: '030 23125098', group: '', reason: 'sells doors' }),
  },
  'POST /blocked/remove': {
    event: 'partChanged',
    withChange: true,
    act: async () => {
      await send('/blocked', { number: '030 23125097', group: '', reason: '' });
      return send('/blocked/remove', { number: '030 23125097', group: '' });
    },
  },
  'POST /calls/:id/note': {
    event: 'callNoted',
    withChange: true,
    act: async () => send(`/calls/${await recording()}/note`, { note: `asks ${next()}` }),
  },
  'PUT /api/calls/{id}/note': {
    event: 'callNoted',
    withChange: true,
    act: async () => rest('PUT', `/calls/${await recording()}/note`, { note: `asks ${next()}` }),
  },
  'POST /calls/views': {
    event: 'callViewChanged',
    withChange: true,
    act: () => send('/calls/views', { name: `Missed ${next()}`, query: 'missed=true' }),
  },
  'POST /calls/views/:id': {
    event: 'callViewChanged',
    withChange: true,
    act: async () => send(`/calls/views/${await callView()}`, { name: `Other ${next()}` }),
  },
  'POST /calls/views/:id/remove': {
    event: 'callViewChanged',
    withChange: true,
    act: async () => send(`/calls/views/${await callView()}/remove`),
  },
  'POST /api/call-views': {
    event: 'callViewChanged',
    withChange: true,
    act: () => rest('POST', '/call-views', { name: `Missed ${next()}`, filter: { missed: 'true' } }),
  },
  'PATCH /api/call-views/{id}': {
    event: 'callViewChanged',
    withChange: true,
    act: async () => rest('PATCH', `/call-views/${await callView()}`, { name: `Other ${next()}` }),
  },
  'DELETE /api/call-views/{id}': {
    event: 'callViewChanged',
    withChange: true,
    act: async () => rest('DELETE', `/call-views/${await callView()}`),
  },
  'POST /contacts/:id': {
    event: 'contactChanged',
    withChange: true,
    act: async () => scene.editContact(await scene.contact()),
  },
  'POST /contacts/:id/remove': {
    event: 'contactRemoved',
    withChange: true,
    act: async () => send(`/contacts/${(await scene.contact()).id}/remove`),
  },
  'POST /contacts/_import/preview': { event: 'contactsImported', act: () => scene.importContacts() },
  'POST /contacts/_export': { event: 'contactsExported', act: () => send('/contacts/_export') },
  'POST /api/contacts': {
    event: 'contactAdded',
    withChange: true,
    act: () => rest('POST', '/contacts', { name: 'Zoe', numbers: [{ number: '030 23125001' }] }),
  },
  'PUT /api/contacts/{id}': {
    event: 'contactChanged',
    withChange: true,
    act: async () =>
      rest('PUT', `/contacts/${(await scene.contact()).id}`, {
        name: 'Z',
        numbers: [{ number: '030 23125001' }],
      }),
  },
  'DELETE /api/contacts/{id}': {
    event: 'contactRemoved',
    withChange: true,
    act: async () => rest('DELETE', `/contacts/${(await scene.contact()).id}`),
  },
  'POST /api/contacts/import': {
    event: 'contactsImported',
    act: () => scene.sendContacts(`Name;Telefon\nEva ${next()};030 23125001\n`),
  },
  'POST /api/contacts/export': { event: 'contactsExported', act: () => scene.fetchContacts() },
  'POST /reports/:group/:day/send': {
    event: 'reportSent',
    act: () => send('/reports/700/2026-11-23/send'),
  },
  'POST /api/tokens': {
    event: 'tokenAdded',
    act: () => rest('POST', '/tokens', { label: 'x', scopes: ['status.read'] }),
  },
  'DELETE /api/tokens/{id}': {
    event: 'tokenRemoved',
    act: async () => rest('DELETE', `/tokens/${await token()}`),
  },
  'DELETE /api/sessions/{id}': {
    event: 'sessionEnded',
    act: async () => rest('DELETE', `/sessions/${await session('admin')}`),
  },
  'DELETE /api/sessions': {
    event: 'sessionsEnded',
    act: async () => {
      await session('admin');
      // With the browser: a token would end its session, too.
      return (await scene.admin.json('DELETE', '/api/v1/sessions')).status;
    },
  },
  'DELETE /api/accounts/{name}/sessions': {
    event: 'sessionsEnded',
    act: async () => {
      const name = await account();
      await session(name);
      return rest('DELETE', `/accounts/${name}/sessions`);
    },
  },
  'POST /own/away': {
    event: 'awaySet',
    withChange: true,
    act: fromBeingIn(
      async () =>
        (await scene.user.post('/own/away', { group: '', do: 'away', end: 'changed' }, '/own')).status,
    ),
  },
  'POST /users/:id/away': {
    event: 'awaySet',
    withChange: true,
    act: fromBeingIn(() => send('/users/anna/away', { group: '', do: 'away', end: 'changed' })),
  },
  'POST /groups/:id/away': {
    event: 'awaySet',
    withChange: true,
    act: fromBeingIn(() => send('/groups/700/away', { user: 'anna', do: 'away', end: 'hour' })),
  },
  'POST /away/:group': {
    event: 'awaySet',
    withChange: true,
    act: fromBeingIn(() => send('/away/700', { user: 'anna', do: 'away', end: 'hour' })),
  },
  'POST /groups/_new/:template': {
    event: 'partAdded',
    withChange: true,
    act: () => {
      const number = String(850 + scene.next());
      const member = { 'stages[0].members[0].value': 'bernd' };
      return edit('/groups/_new/support', { number, name: 'Made', ...member });
    },
  },
  'POST /groups/_start': {
    event: 'partAdded',
    withChange: true,
    act: () => edit('/groups/_start', { number: String(870 + scene.next()), name: 'First', phone: 'bernd' }),
  },
  'POST /groups/:id/part/:part': {
    event: 'partChanged',
    withChange: true,
    act: async () => edit(`${await part('groups')}/part/basics`, { name: 'Another' }),
  },
  'POST /groups/:id/move': {
    event: 'partChanged',
    withChange: true,
    act: async () => {
      const where = await part('groups');
      return edit(`${where}/move`, { from: 'stages[0]', to: '' }, undefined, where);
    },
  },
  'PUT /api/users/{id}/away': {
    event: 'awaySet',
    withChange: true,
    act: fromBeingIn(() => rest('PUT', '/users/anna/away', {})),
  },
  'PUT /api/users/{id}/away/{group}': {
    event: 'awaySet',
    withChange: true,
    act: fromBeingIn(() => rest('PUT', '/users/anna/away/700', {})),
  },
  'DELETE /api/users/{id}/away': {
    event: 'awayEnded',
    withChange: true,
    act: async () => {
      await rest('PUT', '/users/anna/away', {});
      return rest('DELETE', '/users/anna/away');
    },
  },
  'DELETE /api/users/{id}/away/{group}': {
    event: 'awayEnded',
    withChange: true,
    act: async () => {
      await rest('PUT', '/users/anna/away/700', {});
      return rest('DELETE', '/users/anna/away/700');
    },
  },
  'PUT /api/own/away': {
    event: 'awaySet',
    withChange: true,
    act: fromBeingIn(async () => (await scene.usersCall('PUT', '/own/away', {})).status),
  },
  'PUT /api/own/away/{group}': {
    event: 'awaySet',
    withChange: true,
    act: fromBeingIn(async () => (await scene.usersCall('PUT', '/own/away/700', {})).status),
  },
  'DELETE /api/own/away': {
    event: 'awayEnded',
    withChange: true,
    act: async () => {
      await rest('PUT', '/users/anna/away', {});
      return (await scene.usersCall('DELETE', '/own/away')).status;
    },
  },
  'DELETE /api/own/away/{group}': {
    event: 'awayEnded',
    withChange: true,
    act: async () => {
      await rest('PUT', '/users/anna/away/700', {});
      return (await scene.usersCall('DELETE', '/own/away/700')).status;
    },
  },
  'PUT /api/own/mobile': {
    event: 'partChanged',
    withChange: true,
    act: async () =>
      (await scene.usersCall('PUT', '/own/mobile', { number: `+4917139200${String(10 + next()).slice(-2)}` }))
        .status,
  },
  'POST /api/accounts': {
    event: 'accountAdded',
    withChange: true,
    act: () => rest('POST', '/accounts', { name: `new${next()}`, role: 'viewer', password: PASSWORD }),
  },
  'PATCH /api/accounts/{name}': {
    event: 'passwordChanged',
    act: async () => rest('PATCH', `/accounts/${await account()}`, { password: `${PASSWORD}!` }),
  },
  'DELETE /api/accounts/{name}': {
    event: 'accountRemoved',
    withChange: true,
    act: async () => rest('DELETE', `/accounts/${await account()}`),
  },
  'PUT /api/settings': {
    event: 'partChanged',
    withChange: true,
    act: async () => {
      const settings = (await scene.call('GET', '/settings')).body as object;
      return rest('PUT', '/settings', { ...settings, keepCallsDays: 100 + next() });
    },
  },
  'POST /api/switches/{id}/state': {
    event: 'switchTurned',
    withChange: true,
    act: async () => rest('POST', `${await part('switches')}/state`, { do: 'on', end: 'changed' }),
  },
  'POST /api/mails/{id}/retry': {
    event: 'mailRetried',
    withChange: true,
    act: async () => rest('POST', `/mails/${await failedMail()}/retry`),
  },
  'POST /api/mails/{id}/dismiss': {
    event: 'mailDismissed',
    withChange: true,
    act: async () => rest('POST', `/mails/${await failedMail()}/dismiss`),
  },
  'POST /api/callbacks/{id}/take': {
    event: 'callbackTaken',
    withChange: true,
    act: async () => rest('POST', `/callbacks/${await callback()}/take`),
  },
  'POST /api/callbacks/{id}/call': {
    event: 'callPlaced',
    act: async () => rest('POST', `/callbacks/${await callback()}/call`),
  },
  'POST /api/calls/{id}/call': {
    event: 'callPlaced',
    act: async () => rest('POST', `/calls/${await recording()}/call`),
  },
  'POST /api/callbacks/{id}/give-back': {
    event: 'callbackGivenBack',
    withChange: true,
    act: async () => rest('POST', `/callbacks/${await taken()}/give-back`),
  },
  'POST /api/callbacks/{id}/done': {
    event: 'callbackDone',
    withChange: true,
    act: async () => rest('POST', `/callbacks/${await callback()}/done`, {}),
  },
  'POST /api/callbacks/{id}/reopen': {
    event: 'callbackReopened',
    withChange: true,
    act: async () => rest('POST', `/callbacks/${await done()}/reopen`),
  },
  'POST /api/callbacks/{id}/assign': {
    event: 'callbackAssigned',
    withChange: true,
    act: async () => rest('POST', `/callbacks/${await callback()}/assign`, { user: 'anna' }),
  },
  'PUT /api/callbacks/{id}/note': {
    event: 'callbackNoted',
    withChange: true,
    act: async () => rest('PUT', `/callbacks/${await callback()}/note`, { note: 'x' }),
  },
  'POST /api/reports/{group}/{day}/send': {
    event: 'reportSent',
    act: () => rest('POST', '/reports/700/2026-11-23/send'),
  },
  'DELETE /api/recordings/{id}': {
    event: 'recordingRemoved',
    act: async () => rest('DELETE', `/recordings/${await recording()}`),
  },
  ...partWrites('users', { name: 'Other' }),
  ...partWrites('switches', { name: 'Other' }),
  ...partWrites('holidays', { country: 'AT' }),
  ...partWrites('webhooks', { name: 'Other' }),
  ...partWrites('groups', { name: 'Other' }),
};

/** Every route of pages and interface that is no mere question. */
async function routes(): Promise<string[]> {
  const templatesFolder = path.join(projectFolder(), 'templates');
  const given = siteParts(scene.store);
  const { pages } = createApp({
    parts: given,
    templatesFolder,
    render: await loadTemplates(templatesFolder),
    trustProxy: 0,
    prefix: '',
    health: READY,
    log: given.log,
  });
  return [
    ...pages.rules.filter(({ method }) => method !== 'GET').map((rule) => `${rule.method} ${rule.path}`),
    ...endpoints(given)
      .filter(({ method }) => method !== 'get')
      .map((one) => `${one.method.toUpperCase()} /api${one.path}`),
  ];
}

describe('Every route that changes something', () => {
  test('leaves an entry with the name of the account, and what was there before and after', async () => {
    const all = (await routes()).filter((route) => !NO_CHANGE.has(route));
    assert.ok(all.length > 50, 'the walk finds the routes');
    assert.deepEqual(
      all.filter((route) => WRITES[route] === undefined),
      [],
      'each route has a request here that changes something',
    );
    for (const route of all) {
      const write = WRITES[route];
      assert.ok(write !== undefined);
      const known = scene.site.audited.length;
      const status = await write.act();
      assert.ok(status < 400, `${route}: ${status}`);
      const left = scene.site.audited.slice(known).filter(({ event }) => event === write.event);
      const entry = left.at(-1);
      assert.ok(entry !== undefined, `${route} leaves no entry ${write.event}`);
      assert.match(entry.who, /^(admin|anna|vera|account\d+|Anna \(link of a mail\))$/, route);
      const { before: was, after: is } = entry.change ?? {};
      if (write.withChange === true) {
        assert.ok(was !== undefined || is !== undefined, `${route} says neither before nor after`);
        assert.notDeepEqual(was, is, route);
      }
      assert.doesNotMatch(JSON.stringify(entry), /scrypt|passwordHash|correct horse/, route);
    }
  });
});
