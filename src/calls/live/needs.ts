/** Lists everything that a configuration names and a FreeSWITCH must have. Pure. */
import { atOnce } from '../../base/in-slices.js';
import { promptFile, spokenFiles } from '../../telephony/dialstring/confirm.js';
import { needKey, type Need, type NeededThing, type NeedingGroup } from '../../base/model/need.js';
import type { Settings } from '../../base/model/settings.js';
import type { Destination, Group, Snapshot, Switch } from '../../base/model/snapshot.js';

type NeedingSnapshot = Pick<Snapshot, 'settings' | 'groups' | 'switches'>;

/**
 * Each thing once, with the groups that need it. Disabled groups count, so that the warning comes before somebody
 * enables one.
 */
export function needsOf(snapshot: NeedingSnapshot): readonly Need[] {
  return atOnce(needSteps(snapshot));
}

/** The same in steps, one for each group, so that calls that arrive meanwhile do not wait for thousands of them. */
export function* needSteps({
  settings,
  groups,
  switches,
}: NeedingSnapshot): Generator<undefined, readonly Need[]> {
  const needs = new Map<string, { thing: NeededThing; groups: NeedingGroup[] }>();
  const add = (thing: NeededThing, group?: Group): void => {
    const key = needKey({ thing });
    const need = needs.get(key) ?? { thing, groups: [] };
    needs.set(key, need);
    if (group === undefined) return;
    const { number, name, enabled } = group;
    need.groups.push(enabled ? { number, name } : { number, name, disabled: true });
  };
  for (const group of groups.values()) {
    // A thing that a group needs twice is listed once.
    const things = new Map(thingsOf(group, settings).map((thing) => [needKey({ thing }), thing]));
    for (const thing of things.values()) add(thing, group);
    yield;
  }
  for (const name of settings.trunks.keys()) add({ kind: 'trunk', name });
  for (const file of codeSounds([...switches.values()], settings)) add({ kind: 'codeSound', file });
  return [...needs.values()];
}

const ALL_DIGITS = '0123456789';

/** One of the shipped sounds stands for all. Nobody hears them before a switch has digits of its own. */
function codeSounds(switches: readonly Switch[], { language }: Settings): readonly string[] {
  const dialled = switches.filter(({ code }) => code !== undefined);
  const own = dialled.flatMap(({ codeSound }) => codeSound ?? []);
  return dialled.length === 0 ? [] : [`codes/${language}/is-on.wav`, ...own];
}

function thingsOf(group: Group, settings: Settings): readonly NeededThing[] {
  const { domain, gateway, recordingsFolder } = settings;
  const outside = ringsOutside(group);
  return [
    ringbackOf(group),
    ...(asksForKey(group)
      ? [
          { kind: 'prompt', file: promptFile(group, settings) } as const,
          { kind: 'tones' } as const,
          ...spokenFiles(group, ALL_DIGITS).map((file) => ({ kind: 'spoken', file }) as const),
        ]
      : []),
    ...blockedOf(group, settings),
    ...destinationsOf(group).flatMap((to) => ofDestination(to, settings)),
    ...extensionsOf(group).map((extension) => ({ kind: 'extension', extension, domain }) as const),
    ...greetingOf(group),
    ...talkSoundsOf(group, settings),
    ...(group.recording === 'never' ? [] : [{ kind: 'recordings', folder: recordingsFolder } as const]),
    ...(outside && gateway !== undefined ? [{ kind: 'gateway', gateway } as const] : []),
  ];
}

/** A file that nobody hears yet need not be there. */
function blockedOf(
  { blocked, blockedAnnouncement: file }: Group,
  { blocked: everywhere }: Settings,
): readonly NeededThing[] {
  const isUsed = [blocked, everywhere].some(({ whole, beginnings }) => whole.size + beginnings.length > 0);
  return file !== undefined && isUsed ? [{ kind: 'announcement', file }] : [];
}

function greetingOf({ greeting, recordingNotice, recording }: Group): readonly NeededThing[] {
  const notices = recording === 'never' ? [] : [recordingNotice?.file, recordingNotice?.memberFile];
  return [
    ...(greeting === undefined ? [] : [{ kind: 'greeting', file: greeting.file } as const]),
    ...notices.flatMap((file) => (file === undefined ? [] : [{ kind: 'recordingNotice', file } as const])),
  ];
}

/** One of the sounds that answer the codes of a talk stands for all. */
function talkSoundsOf({ recording, language }: Group, { talkCodes }: Settings): readonly NeededThing[] {
  const isHeard = Object.values(talkCodes).some((code) => code !== undefined);
  return recording === 'never' || !isHeard
    ? []
    : [{ kind: 'codeSound', file: `codes/${language}/recording-pause-true.wav` }];
}

function ringbackOf({ ringback }: Group): NeededThing {
  switch (ringback.kind) {
    case 'tone':
      return { kind: 'tones' };
    case 'file':
      return { kind: 'ringbackFile', file: ringback.file };
    case 'music':
      return { kind: 'music', stream: ringback.stream };
  }
}

function destinationsOf({ anonymous, rules, final }: Group): readonly Destination[] {
  return [...(anonymous.kind === 'divert' ? [anonymous.to] : []), ...rules.map(({ to }) => to), final];
}

function ofDestination(to: Destination, { voicemailProfile, domain }: Settings): readonly NeededThing[] {
  if (to.kind === 'announcement') return [{ kind: 'announcement', file: to.file }];
  if (to.kind !== 'voicemail') return [];
  return [
    { kind: 'voicemail', profile: voicemailProfile },
    { kind: 'box', box: to.box, domain },
  ];
}

/** Desk phones that the group's calls may ring. */
function extensionsOf(group: Group): readonly string[] {
  const members = group.stages.flatMap((stage) => stage.members);
  const ofMembers = members.flatMap((member) => {
    if (member.kind === 'extension') return [member.extension];
    return member.kind === 'user' && member.user.extension !== undefined ? [member.user.extension] : [];
  });
  const others = destinationsOf(group).flatMap((to) => (to.kind === 'extension' ? [to.extension] : []));
  return [...ofMembers, ...others];
}

/** Everybody outside the house whom a group's stages may ring: members' mobiles, and external numbers. */
function outsideMembers({ stages, mobiles }: Group): readonly { readonly confirm: boolean }[] {
  return stages.flatMap(({ members }) =>
    members.flatMap((member): readonly { readonly confirm: boolean }[] => {
      if (member.kind === 'external') return [member];
      const mobile = member.kind === 'user' && mobiles ? member.user.mobile : undefined;
      return mobile === undefined ? [] : [mobile];
    }),
  );
}

function asksForKey(group: Group): boolean {
  return outsideMembers(group).some(({ confirm }) => confirm);
}

function ringsOutside(group: Group): boolean {
  return outsideMembers(group).length > 0 || destinationsOf(group).some(({ kind }) => kind === 'external');
}
