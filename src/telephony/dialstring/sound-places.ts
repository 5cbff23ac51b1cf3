/** Where FreeSWITCH looks for a sound file. Pure. */

/** In hertz. FreeSWITCH first looks in the folder of the call's sample rate: `ivr/8000/hello.wav` for `ivr/hello.wav`. */
const RATES = ['8000', '16000', '32000', '48000'] as const;

/**
 * Commands for `api`, one for each place of the file; all answer `false` where FreeSWITCH does not have it.
 * `file_exists` ignores `sound_prefix`, so the commands expand the prefix first.
 */
export function soundQuestions(file: string): readonly string[] {
  const full = file.startsWith('/') ? file : `\${sound_prefix}/${file}`;
  const slash = full.lastIndexOf('/');
  const [folder, name] = [full.slice(0, slash), full.slice(slash + 1)];
  const places = [full, ...RATES.map((rate) => `${folder}/${rate}/${name}`)];
  return places.map((place) => `expand file_exists ${place}`);
}
