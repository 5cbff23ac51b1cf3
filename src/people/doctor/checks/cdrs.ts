/** Whether the end of calls that nobody watched can be read. Pure. */
import type { Facts, SwitchAnswers } from './facts.js';
import { findings, type Finding } from './finding.js';
import { isOn } from './profiles.js';
import { settingsOf } from './xml.js';

export function checkCdrs(
  { name, jsonCdr, missingModules }: SwitchAnswers,
  facts: Facts,
): readonly Finding[] {
  const { ok, warning, fault, skipped } = findings('cdrs', name);
  const folders = facts.folders.filter(({ use }) => use === 'cdrs').map(({ folder }) => folder);
  if (folders.length === 0) return [warning('cdrsUnset')];
  if (missingModules.includes('mod_json_cdr')) return [fault('cdrsNoModule')];
  const settings = settingsOf(jsonCdr);
  if (settings === undefined) return [skipped('cdrsUnknown')];
  const isForFiles = !settings.has('url') || isOn(settings, 'log-http-and-disk');
  if (!isForFiles) return [fault('cdrsNoFiles')];
  const wrong = [
    ...(isOn(settings, 'log-b-leg') ? [] : ['log-b-leg=true']),
    ...(settings.get('encode-values') === 'false' ? [] : ['encode-values=false']),
  ];
  if (wrong.length > 0) return [fault('cdrsSettings', { settings: wrong.join(', ') })];
  return [ok('cdrsGood', { folder: settings.get('log-dir') ?? folders.join(', ') })];
}
