/** What sounds say in English: pages and command. */
import { countedOf } from '../../base/model/wording.js';
import { english as language } from '../../base/words/en.js';

const counted = countedOf(language);

export const sound = {
  title: 'Sounds',
  hint: 'Announcements, ringback tones and prompts. Groups and settings name them as they stand here.',
  upload: 'Upload',
  file: 'File',
  fileHint:
    'WAV, MP3, OGG or FLAC, at most {most} MB and {min} minutes. It becomes WAV with one channel. A WAV with one channel, 8 or 16 kHz, 16 bits or A-law needs no converter; everything else needs ffmpeg or sox on this machine.',
  name: 'Name',
  nameHint: 'Letters, digits and . _ - only. Empty: that of the file.',
  replace: 'Replace a sound of this name',
  noFile: 'Choose a file first.',
  uploaded: 'Uploaded',
  uploadedEmpty: 'Nothing is uploaded.',
  brought: 'Brought by Rufgruppe',
  spoken: (count: number) => `${count} words and digits, of which codes and questions to mobiles are made`,
  broughtHint:
    'From the folder freeswitch/sounds of Rufgruppe. Only a FreeSWITCH to which they were copied has them.',
  ofFreeswitch: 'On FreeSWITCH',
  find: 'Find by a part of the name',
  found: counted({ one: '1 sound', other: '{count} sounds' }),
  foundFirst: 'the first {most} of {count} sounds',
  noSwitch: 'No FreeSWITCH is connected, so it is not known what there is.',
  notAsked: 'FreeSWITCH {name} has not been asked yet.',
  noSounds: 'FreeSWITCH {name} lists no sounds.',
  length: 'Length',
  level: 'Level',
  levelText: '{loudness} dB, peak {peak} dB',
  used: 'Used by',
  unused: 'nobody',
  morePlaces: counted({ one: '… and one more', other: '… and {count} more' }),
  listen: 'Listen to {name}',
  download: 'Download',
  removeSure: 'Delete this sound for good?',
  added: '{name} is there. Groups and settings name it {configured}.',
  addedTrouble:
    '{name} is kept in the database, but the folder {folder} cannot be written: {reason}. FreeSWITCH has it as soon as that is mended.',
  removed: '{name} is deleted.',
  usedTitle: '{name} is not deleted: it is used.',
  usedHint: 'Callers would hear nothing, or a tone instead. Better name another sound there first.',
  evenIfUsed: 'Delete it all the same',
  byAt: 'by {who}, {at}',
  remark: {
    silent: 'silent',
    quiet: 'too quiet',
    clipped: 'clipped',
    long: 'long',
  },
  remarkHint: {
    silent: 'Nothing can be heard in it.',
    quiet: 'Callers will hardly hear it: speech should be about 20 dB below the limit.',
    clipped: 'It is cut at the limit and will crackle: record it with less gain.',
    long: 'It is longer than three minutes.',
  },
  missing: 'Named, but on no FreeSWITCH that is connected:',
  lacked:
    'FreeSWITCH {name} does not find what is uploaded. Rufgruppe writes it into {folder}; FreeSWITCH looks for it in the folder rufgruppe of its sounds (sound_prefix). If both are on one machine:',
  trouble: 'The folder {folder} cannot be kept as the database is: {reason}',
  lacks: 'not on {names}',
  refused: {
    empty: 'The file is empty.',
    noSound: 'By its content this is neither WAV, MP3, OGG nor FLAC, whatever its name says.',
    cutOff: 'The file is not whole: it ends before the end that it names. Copy or record it again.',
    unreadable: 'This WAV cannot be read: it has no format or no sound in it.',
    noSamples: 'There is no sound in the file.',
    tooLong: 'The sound is longer than {min} minutes.',
    tooLarge: 'The file is too large: at most {most} MB.',
    noConverter:
      'Nothing on this machine can convert {kind}. Install ffmpeg (or sox with libsox-fmt-all), or give a WAV with one channel, 8 or 16 kHz, 16 bits or A-law.',
    converterHangs:
      '{program} was still working after {sec} seconds and was stopped. The file may be damaged.',
    converterFailed: '{program} cannot read the file: {reason}',
    busy: '{most} sounds are being converted. Try again in a moment.',
    badName: '“{name}” is no name for a sound: letters, digits and . _ - are needed.',
    exists: 'There is a sound {name} already. Say that it is to be replaced, or give another name.',
    notStored: 'The database has not taken it, and nothing is changed ({reason}). Please try again.',
    full: 'The sounds would need more than {most} MB. Delete some first.',
  },
};
