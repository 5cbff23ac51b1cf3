/** Gathers what is known of this service and its surroundings, and judges it. */
import { inSlices } from '../../base/in-slices.js';
import { ofEnabledGroups } from '../../base/model/need.js';
import { needSteps } from '../../calls/live/needs.js';
import type { ConfigurationFact, Facts, ServiceFact } from './checks/facts.js';
import type { Finding } from './checks/finding.js';
import { certificateIn } from './gather/certificates.js';
import { answersAt, gatherFolder, gatherMail } from './gather/machine.js';
import { gatherSwitch } from './gather/switch.js';
import { judge } from './order.js';
import type { DoctorSetup, Wishes } from './setup.js';

/**
 * Takes some seconds; never rejects for something that it looks at.
 *
 * @returns findings in the order in which they matter
 */
export async function examine(setup: DoctorSetup, wishes: Wishes = {}): Promise<readonly Finding[]> {
  return judge(await gather(setup, wishes));
}

/** FreeSWITCHes are asked one after the other: each is asked for much, and calls come first. */
async function gather(setup: DoctorSetup, { call, mail }: Wishes): Promise<Facts> {
  const { settings } = setup;
  const { database, configuration: given, lastBackup } = await setup.database();
  const configuration = await withNeeds(given);
  const service = await serviceFact(setup);
  const known = configuration.kind === 'known' ? configuration : undefined;
  const { addresses, password } = settings.freeswitchEvents;
  const snapshot = known?.snapshot;
  const asked = [];
  for (const address of addresses)
    asked.push(await gatherSwitch(address, { password, service, snapshot, needs: known?.needs ?? [], call }));
  const recordings = setup.recordingsFolder ?? recordingsIn(configuration);
  return {
    service,
    database,
    configuration,
    switches: asked.map(({ facts }) => facts),
    testCalls: asked.flatMap(({ testCall }) => testCall ?? []),
    folders: await Promise.all([
      gatherFolder(settings.dataFolder, 'data'),
      ...(recordings === undefined ? [] : [gatherFolder(recordings, 'recordings')]),
      ...(setup.backupFolder === undefined ? [] : [gatherFolder(setup.backupFolder, 'backups')]),
      ...settings.cdrFolders.map((folder) => gatherFolder(folder, 'cdrs')),
    ]),
    mail: await gatherMail(setup, mail),
    backup: { folder: setup.backupFolder, last: lastBackup },
    certificates: await Promise.all(setup.certificateFiles.map(certificateIn)),
  };
}

async function withNeeds(
  given: Awaited<ReturnType<DoctorSetup['database']>>['configuration'],
): Promise<ConfigurationFact> {
  if (given.kind !== 'known') return given;
  const needs = await inSlices(needSteps(given.snapshot));
  return { ...given, needs: ofEnabledGroups(needs) };
}

/** Undefined: nothing is recorded. */
function recordingsIn(configuration: ConfigurationFact): string | undefined {
  if (configuration.kind !== 'known') return undefined;
  const { groups, settings } = configuration.snapshot;
  const records = [...groups.values()].some(({ enabled, recording }) => enabled && recording !== 'never');
  return records ? settings.recordingsFolder : undefined;
}

async function serviceFact({ settings, isService, now }: DoctorSetup): Promise<ServiceFact> {
  const { host, port, allow } = settings.esl;
  const moment = now();
  return {
    host,
    port,
    allow,
    runs: isService || (await answersAt(host, port)),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    offsetMinutes: -moment.getTimezoneOffset(),
    now: moment,
  };
}
