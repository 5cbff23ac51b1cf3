/** The commands' texts in English. */
export const english = {
  accounts: {
    usage: `Usage: npm run accounts -- COMMAND
  list                                   all accounts
  add NAME --role ROLE [--user ID]       a new account; prints its password
  role NAME --role ROLE [--user ID]      changes what it may do, and whose it is; --user "": nobody's
  password NAME                          a new password; prints it, ends the sessions, unlocks
  unlock NAME                            after too many wrong passwords
  remove NAME                            the account, its sessions and its tokens
ROLE is {roles}. --user is the id of a user of the configuration: whose groups and mobile.`,
    badName: 'The name must be 2 to 60 letters a-z, digits and . _ - @',
    taken: 'There is an account of this name.',
    unknown: 'There is no such account.',
    noUser: 'The role user needs --user ID: whose groups and mobile it is about. {there}',
    unknownUser: 'The configuration has no user {user}. {there}',
    noUsers: 'The configuration has no users.',
    users: 'Users of the configuration: {users}.',
    lastAdmin: 'The last administrator must stay one.',
    badPassword: 'The password is not good enough.',
    unreadable: 'revision {revision} of the configuration cannot be read by this program',
    lockedUntil: 'locked until {at}',
    never: 'never signed in',
    last: 'last sign-in {at}',
    nobodys: 'belongs to no user of the configuration: sees nothing',
    lost: 'the user {user} is not in the configuration any more',
    password: 'password of {name}: {password}',
    noRole: '--role is missing',
    badRole: 'There is no role {role}',
    roles: '{why}; there are: {roles}',
    loseUser: 'accounts that lose their user: {names}',
  },
  call: {
    usage: `Places one call on the running service; no FreeSWITCH is needed.

  npm run call -- --to 700 --from 03012345 [options]

  --to NUMBER            the hunt group
  --from NUMBER          the caller
  --name TEXT            the caller's display name
  --anonymous            the caller withholds name and number
  --phone NUMBER=WORD    what a phone does; repeat it, also for a second phone on one extension
  --hangup-after 12s     the caller gives up 12 s after the beginning
  --socket HOST:PORT     the service's event socket (ESL_HOST and ESL_PORT, as for the service)
  --cdrs FOLDER          write CDRs there, as FreeSWITCH's mod_json_cdr does (FREESWITCH_CDRS of the service)

WORD is one of
  {phones}
Phones that are not named are registered and ring silently.`,
    phones: `answer@4s         answers after 4 s of ringing (answer@4s+30s: and hangs up after 30 s, else after 5 s)
  busy              486 at once (busy@2s: after 2 s)
  reject            603 at once (reject@2s)
  redirect          302 at once (redirect@2s)
  silent            rings and rings
  unregistered      is not there at all
  confirm@6s        a mobile: answers after 6 s and presses the key when asked
  noconfirm@6s      a mobile: answers after 6 s and presses nothing
  voicemail@5s      a mobile whose voicemail answers after 5 s`,
    allowed: '{fault} Allowed: {options}',
    missing: '--{option} is missing: --{option} NUMBER',
    noNumber: '--{option} "{value}" is no number: digits, with + in front if you like',
    badPhone: '--phone "{value}" is unreadable. Allowed is NUMBER=WORD, WORD one of\n  {phones}',
    badSeconds: '--hangup-after wants seconds, such as 12s',
    badSocket: '--socket "{value}" is unreadable. Allowed is HOST:PORT, such as 127.0.0.1:8084',
    showsAll: 'npm run call -- --help shows everything.',
    from: 'Call from {from} to {to}',
    anonymous: 'an anonymous caller',
    keepsSocket: 'The call is over, but the service keeps its event socket open.',
    nobody: 'Nobody answered at {address}. Is the service running (npm start), and is this its event socket?',
    letGo: 'The service let go of the call before it had an end; FreeSWITCH would go on with its dialplan.',
    didNothing:
      'The service at {address} closed the connection without doing anything for the call; see its log.',
    round: 'round {round} of ringing',
    stage: 'stage {stage} of group {group}',
    destination: 'destination of group {group}',
    atMost: ', at most {sec} s',
    ends: '{where} ends: {how}',
    called: '{who} is called{shown}',
    display: ', display: {display}',
    answers: '{who} answers',
    asked: '{who} is asked to press {key}',
    aKey: 'a key',
    pressed: '{who} presses the key',
    refuses: '{who} refuses: {status} ({cause})',
    cannotCall: '{dial} cannot be called: {cause}',
    hungUp: '{who} is hung up: {reason}',
    stops: '{who} stops ringing: {reason}',
    talks: 'the caller talks with {who}',
    hangsUp: '{who} hangs up',
    hears: 'the caller hears: {what}',
    ringing: 'ringing (180)',
    file: 'the file {detail}',
    voicemail: 'voicemail {detail}',
    conversation: 'the conversation',
    gets200: 'the caller gets 200 OK',
    callerHangsUp: 'the caller hangs up',
    callerGets: 'the caller gets {status} {phrase} ({cause})',
    ended: 'the call is ended ({cause})',
    legApp: 'on {who}: {app} {arg}',
    recording: 'recording to {file}',
    unknownApp: '!! FreeSWITCH knows no application "{app}"',
    unknownCommand: '!! FreeSWITCH knows no command "{command}"',
    badOriginate: '!! FreeSWITCH cannot read the dial string ({reason}): {arg}',
    expanded: '!! FreeSWITCH expanded {expression}',
    takes: 'the service at {socket} takes the call',
    noService: 'no service at {socket}: {reason}',
    lost: 'the connection to the service was lost',
    noCdr: '!! a CDR could not be written: {reason}',
  },
  callbacks: {
    usage: `Usage: npm run callbacks -- COMMAND
  list [--group 700] [--all]         who waits for a call back; --all: the last 50 items, ended ones too
  take ID [--as NAME] [--min 60]     you call back; the item is open again after so many minutes, else as its group says
  give-back ID                       open again
  done ID [--as NAME] [--note TEXT]  somebody has called back
  note ID TEXT                       set the note
ID is the item's number as "list" shows it; its first characters are enough.`,
    badMinutes: '--min {given}: must be a whole number of minutes from 1 to 10080',
    taken: 'taken by {who} until {at}',
    open: 'open',
    talked: 'got through',
    calledBack: 'called back',
    superseded: 'see the newer item',
    done: 'done',
    note: 'note: {text}',
    none: 'There are no items.',
    nobody: 'Nobody waits for a call back.',
    noItem: 'There is no item {id}; see: npm run callbacks -- list',
    gone: 'The item is not there any more.',
    several: '{id} is the beginning of several items',
    notTaken: 'Not taken: {state}',
    notHad: 'Nobody has this item.',
    ended: 'It had ended before: {state}',
  },
  common: {
    unknownOption: 'There is no option {option}.',
    wantsValue: 'The option {option} wants a value.',
    noValue: 'The option {option} has no value.',
    tooMany: 'Nothing is known to do with “{word}”.',
    warning: 'warning',
    note: 'note',
    fault: 'fault',
    noConfiguration: 'The database holds no configuration yet.',
    STORE_UNREACHABLE: 'The database cannot be reached.',
    CONFIGURATION_BROKEN:
      'The stored configuration, revision {revision}, cannot be read by this program: {where}',
    CONFIGURATION_CHANGED:
      'Somebody saved the configuration meanwhile: this was made from revision {base}, the newest is {newest}. Nothing was saved.',
  },
  config: {
    usage: `Usage: npm run config -- COMMAND
  check FILE.yaml                          faults and warnings of a file, and what FreeSWITCH
                                           (FREESWITCH_EVENTS) does not have; needs no database
  import FILE.yaml [--reason TEXT]         make the file the configuration, all or nothing; says what changes;
                                           refused when somebody changed what the file does not know:
                                           --merge keeps both, --replace undoes theirs; --dry-run only says;
                                           --yes: users, groups or switches may be removed
  export [FILE.yaml] [--revision N]        write the configuration to the file, or to the screen
  history                                  the revisions that are kept; the page Revisions shows what each changed
  switch ID on|off|auto [--until END]      turn a switch, one with a schedule until that changes;
                                           auto: as configured; END: schedule, changed, hour, evening
                                           (18:00), morning (tomorrow 08:00), or a time: 1h,
                                           "tomorrow 8 am", "24.12. 8 Uhr"
FILE.yaml can be - for the standard input or output.`,
    noOption: '{command} has no option --{option}.',
    exportDryRun: 'export changes nothing, so it has no --dry-run: without a file it writes to the screen.',
    oneOf: 'Give --replace or --merge, not both.',
    badRevision: '--revision {given}: must be the number of a revision; see: npm run config -- history',
    noRevision: 'There is no revision {revision}; see: npm run config -- history',
    exported: '# Revision {revision} of the configuration',
    cannotRead: '{path} cannot be read: {reason}',
    faults: '{path}: {count} fault(s)',
    good: '{path}: good, {count} warning(s)',
    understood: 'number: {place}: {given} is understood as {shown}',
    notAsked: 'FreeSWITCH {name} was not asked whether it has what the file names: {reason}',
    nothing: 'nothing',
    more: 'and {count} more',
    dryRun: 'Nothing was saved (--dry-run).',
    wouldNot: 'Nothing would change. Nothing was saved (--dry-run).',
    unchanged: 'Nothing changed; revision {revision} stays.',
    saved: 'Revision {revision} is saved.',
    revision: 'revision {revision}, {at}, {who}, {from}',
    takenBackFrom: 'taken back from revision {revision}',
    collision:
      'Not merged: {parts} changed in the file and, in another way, since revision {from}. Nothing was saved.',
    notTogether: 'Not merged: the file and what others changed do not go together. Nothing was saved.',
    unreadable:
      'The configuration that runs now, revision {newest}, cannot be read by this program. Give --replace to put the file in its place. Nothing was saved.',
    ahead:
      'The file is of revision {from}, and the newest one here is {newest}: the file comes from another database, or this one from a backup. Nobody can tell what it would undo. Export first, or give --replace. Nothing was saved.',
    noBase:
      'The file does not say which revision it was exported from, so nobody can tell what it would undo. Export first, or give --replace. Nothing was saved.',
    oldBase:
      'Revision {from} is not kept any more, so nobody can tell what it would undo. Export first, or give --replace. Nothing was saved.',
    behind: 'The file is of revision {from}; since then somebody changed what it does not know:',
    behindHow: 'Give --merge to keep both, or --replace to undo theirs. Nothing was saved.',
    removes: 'This removes {count}: {names}',
    needsYes: '{removes}. Give --yes if it is meant. Nothing was saved.',
    ask: '{removes}. Is it meant? (yes/no) ',
    yes: 'yes',
    notSaved: 'Nothing was saved.',
  },
  database: {
    usage: `Usage: npm run database -- status
       npm run database -- compact
       npm run database -- copy-to URI [--replace]`,
    usageBackup: 'Usage: npm run backup -- FILE',
    usageRestore: 'Usage: npm run restore -- FILE [--replace]',
    status: '{name} ({kind}): {count} documents, {size} on disk',
    collection: 'collection',
    documents: 'documents',
    size: 'size',
    oldest: 'oldest',
    newest: 'newest',
    zone: 'Times are in {zone}.',
    givenBack: '{size} given back',
    copying: 'Copying {name} to {target} of {host}',
    agree: 'All counts and checksums agree.',
    backingUp: 'Backing up {name} ({kind}) to {file}',
    restoring: 'Restoring {file} to {name} ({kind})',
    restored: '  {name}: {count} documents',
    copied: '  {name}: {count} documents, same checksum',
    occupied: '{name} already has documents in {collections}: give --replace to replace them',
    targetOccupied: 'The target already has documents in {collections}: give --replace to replace them',
    differs: '{collection} holds {count} documents (checksum {crc}) where {expected} ({expectedCrc}) belong',
    noArchive: 'This is no archive of mongodump or of npm run backup',
    damaged: 'The archive is damaged or cut off ({reason})',
    cutOff: 'The archive is cut off',
    badLength: 'The archive is damaged: a document has an impossible length',
    noHeader: 'The archive is damaged: a block has no header',
    badSum: 'The archive is damaged: the checksum of {collection} does not match',
  },
  doctor: {
    usage: `Usage: npm run doctor [-- OPTIONS]
Looks at everything that a call needs, and says what is wrong and how to mend it, the most important first.
  --json                 the findings as JSON
  --call GROUP           FreeSWITCH calls the group; its phones ring for two seconds
  --context CONTEXT      the context of the dialplan for that call, otherwise "default"
  --mail ADDRESS         a test mail
Exit code 0: no fault; 1: a fault; 2: wrong arguments.`,
    contextAlone: '--context is for --call GROUP.',
    badWord: '{given}: letters, digits and . _ - + only',
    badMail: '{given} is no mail address.',
    mailSubject: 'Rufgruppe: test mail',
    mailText: 'This mail was sent by “rufgruppe doctor”. Mails arrive.',
  },
  report: {
    usage: `Shows one group's daily report, or sends it.

  npm run report -- --group 700 [options]

  --group NUMBER      the hunt group
  --day 2026-11-22    the day, by default yesterday; today is reported as far as it has come
  --language de|en    by default the machine's (LC_ALL, LC_TIME, LANG) for what is shown, the group's for what is mailed
  --html FILE         where the HTML part is written
  --send              mail it to the report's recipients, also when it was mailed before`,
    noGroup: '--group is missing: --group NUMBER',
    noDate: '--day {day} is no date; write it as 2026-11-22',
    badLanguage: '--language {language} is not known; allowed are de and en',
    unknownGroup: 'There is no group {group}; there are: {groups}',
    none: 'none',
    notBegun: '--day {day} has not begun in {zone}; allowed are days up to today, {today}',
    noReport: 'Group {group} has no report in the configuration, so nobody is named to whom it could be sent',
    html: 'The HTML part is in {file}',
    sent: 'Handed in: "{subject}" to {to}. The running service sends it; the page /outbox shows how.',
  },
  schema: {
    usage: `Usage: npm run schema
  writes {file}, the JSON Schema of the configuration file`,
  },
  switch: {
    is: 'Switch {id} is ',
    zone: 'times in {zone}',
    here: 'here: {at}',
    unknown: 'There is no switch {id}; there are: {ids}',
  },
};
