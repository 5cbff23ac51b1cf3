/** Certificates that a FreeSWITCH shows at the ports of its SIP profiles: TLS (agent.pem) and secure WebSocket (wss.pem). */
import { isIP } from 'node:net';
import type { SwitchApi } from '../../../telephony/esl/event-source.js';
import { ANYWHERE } from '../checks/dialplan.js';
import type { CertificateFact, SwitchAnswers } from '../checks/facts.js';
import { isOn, profilesOf, type SipProfile } from '../checks/profiles.js';
import { certificateAt } from './certificates.js';

type Known = Pick<SwitchAnswers, 'host' | 'sofia' | 'sofiaStatus'>;

interface SecurePort {
  readonly of: string;
  /** Where it listens: an address, or a word such as `auto`. */
  readonly listens: string;
  readonly port: number;
}

/** Of the profiles that run. Never rejects; a port that cannot be reached is a fact too. */
export function shownCertificates(known: Known): Promise<readonly CertificateFact[]> {
  const ports = profilesOf(known)
    .filter(({ isRunning }) => isRunning)
    .flatMap(securePorts);
  return Promise.all(
    ports.map(({ of, listens, port }) => {
      // An address such as 0.0.0.0 or `auto` is reached at the one where its event socket is.
      const host = isIP(listens) === 0 || ANYWHERE.test(listens) ? known.host : listens;
      return certificateAt(of, host, port);
    }),
  );
}

/** The same, of a FreeSWITCH that is asked for its profiles now. Rejects when the connection ends first. */
export async function askForCertificates(api: SwitchApi, host: string): Promise<readonly CertificateFact[]> {
  const sofia = await api('xml_locate configuration configuration name sofia.conf');
  return shownCertificates({ host, sofia, sofiaStatus: await api('sofia status') });
}

function securePorts({ name, params }: SipProfile): readonly SecurePort[] {
  const sipIp = params.get('sip-ip') ?? '';
  const ports: SecurePort[] = [];
  if (isOn(params, 'tls'))
    ports.push({ of: `sofia/${name}`, listens: sipIp, port: Number(params.get('tls-sip-port') ?? 5061) });
  const [, address = '', port] = /^\[?(.*?)\]?:(\d{1,5})$/.exec(params.get('wss-binding') ?? '') ?? [];
  if (port !== undefined)
    ports.push({ of: `sofia/${name} wss`, listens: address === '' ? sipIp : address, port: Number(port) });
  return ports;
}
