/** Parts of the configuration that are made for each call, by Lua or a web server. Pure. */
import type { SwitchAnswers } from './facts.js';
import { below, readXml } from './xml.js';

/** Whether FreeSWITCH asks Lua (FusionPBX) or a web server (mod_xml_curl) for it, so that it cannot be read as a whole. */
export function isMadeForEach(
  { lua, xmlCurl }: Pick<SwitchAnswers, 'lua' | 'xmlCurl'>,
  section: 'dialplan' | 'directory',
): boolean {
  return [...below(readXml(lua), 'param'), ...below(readXml(xmlCurl), 'param')].some(
    ({ attributes: { name = '', value = '', bindings = '' } }) =>
      (name === 'xml-handler-bindings' && value.includes(section)) || bindings.includes(section),
  );
}
