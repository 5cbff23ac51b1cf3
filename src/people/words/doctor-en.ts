/**
 * What `rufgruppe doctor` and the status page say about a check, in English. `why`: what was found; `remedy`: how to mend it.
 * In one file, however long: it has no logic, and whoever translates reads it from top to bottom.
 */
export const doctor = {
  title: 'Check everything',
  intro:
    'Looks at everything that a call needs, in the order in which it matters. It takes a few seconds; calls do not wait for it.',
  notYet: 'Nothing has been checked since this service was started. An administrator can do it.',
  again: 'Check again',
  begin: 'Check now',
  checkedAt: 'Checked at {at} ({zone})',
  check: 'What',
  found: 'What was found',
  mend: 'What to do',
  states: { ok: 'good', warning: 'warning', fault: 'fault', skipped: 'skipped' },
  sum: 'Faults: {faults}. Warnings: {warnings}. Skipped: {skipped}. Good: {good}.',
  checks: {
    database: 'Database',
    configuration: 'Configuration',
    service: 'Service',
    eventSocket: 'Event socket',
    version: 'FreeSWITCH',
    modules: 'Modules',
    profiles: 'SIP profiles',
    dialplan: 'Dialplan',
    testCall: 'Test call',
    domain: 'SIP domain',
    extensions: 'Extensions',
    registrations: 'Registered phones',
    gateways: 'Gateways',
    boxes: 'Voicemail',
    sounds: 'Sounds',
    music: 'Music and tones',
    recordings: 'Recordings',
    capacity: 'Sessions and ports',
    codecs: 'Codecs',
    lamps: 'Lamps',
    clock: 'Clock',
    zone: 'Time zone',
    cdrs: 'CDRs',
    mail: 'Mail',
    backup: 'Backup',
    disk: 'Disk',
    certificates: 'Certificates',
  },
  said: {
    databaseReached: { why: 'It answers: {place}.' },
    databaseAway: {
      why: 'It does not answer ({place}): {reason}',
      remedy:
        'Start the database, or correct MONGODB_URI. Until then calls keep the configuration that the service knows.',
    },
    databaseNotBegun: {
      why: 'There is none yet in {place}: the service has not been started here.',
      remedy: 'Start the service once, or set DATA_DIR to the folder of the service.',
    },
    databaseOthers: {
      why: 'The files in {place} belong to the user {owner}. Opening them as somebody else could lock that user out.',
      remedy: 'Start the service, or run this command as {owner}.',
    },
    configurationRead: {
      why: 'Revision {revision} is in use; groups that are enabled: {groups}.',
    },
    configurationUnknown: { why: 'The database could not be read.', remedy: 'Mend the database first.' },
    configurationNone: {
      why: 'There is none: all calls are left to the dialplan.',
      remedy: 'Import one, or start the service, which puts the example into an empty database.',
    },
    configurationBroken: {
      why: 'This program cannot read it: {reason}',
      remedy: 'Import a configuration that “config check” finds good, or take an earlier revision back.',
    },
    configurationEmpty: {
      why: 'No group is enabled in revision {revision}, so every call to a group is refused.',
      remedy: 'Enable a group.',
    },
    serviceRuns: { why: 'It takes calls at {address}.' },
    serviceAway: {
      why: 'Nothing answers at {address} (ESL_HOST, ESL_PORT): FreeSWITCH goes on with the next lines of its dialplan.',
      remedy: 'Start the service, and look at its log if it does not stay.',
    },
    noFreeswitch: {
      why: 'No FreeSWITCH is named (FREESWITCH_EVENTS=none), so none can be checked.',
      remedy: 'Set FREESWITCH_EVENTS to the address of mod_event_socket, as 127.0.0.1:8021.',
    },
    switchConnected: { why: 'The service can ask it and hears its events.' },
    switchPassword: {
      why: 'It does not accept the password.',
      remedy: 'Set FREESWITCH_EVENTS_PASSWORD to the password in event_socket.conf.xml.',
    },
    switchAcl: {
      why: 'It does not let this address in.',
      remedy:
        'Add this machine to the list that apply-inbound-acl in event_socket.conf.xml names, then “reloadacl”.',
    },
    switchAway: {
      why: 'It does not answer: {reason}',
      remedy:
        'Start FreeSWITCH, load mod_event_socket, and compare listen-ip and listen-port in event_socket.conf.xml with FREESWITCH_EVENTS.',
    },
    versionGood: { why: 'Version {version}, ready for calls.' },
    versionUnknown: { why: 'It did not tell its version.' },
    versionOld: { why: 'Version {version} is older than 1.10.', remedy: 'Install FreeSWITCH 1.10 or newer.' },
    switchPaused: { why: 'It is paused and refuses every call.', remedy: 'fs_cli -x "fsctl resume"' },
    modulesThere: { why: 'All that a group needs are loaded.' },
    modulesMissing: {
      why: 'Not loaded: {modules}.',
      remedy: 'Add them to modules.conf.xml; at once: fs_cli -x "load {first}".',
    },
    profilesGood: { why: 'Running, with the settings that groups need: {profiles}.' },
    profilesUnknown: { why: 'FreeSWITCH does not show sofia.conf.' },
    profilesStopped: {
      why: 'None is running: {profiles}.',
      remedy: 'See what “sofia profile NAME start” says; often the port is taken.',
    },
    profilesSomeStopped: {
      why: 'Not running: {profiles}.',
      remedy: 'Start them (“sofia profile NAME start”), or remove their files.',
    },
    profilesUntimed: {
      why: 'rtp-timer-name is not set in {profiles}: callers who send no speech before the answer hear nothing, and a stage never ends.',
      remedy: 'Set rtp-timer-name to soft, then “sofia profile NAME restart”.',
    },
    profilesUnauthenticated: {
      why: 'No profile authenticates calls ({profiles}): a caller whose number is withheld could make the own phone ring.',
      remedy: 'Set auth-calls to true in the profile of the phones.',
    },
    profilesSingle: {
      why: 'multiple-registrations is not set in {profiles}: of several phones of an extension only the last one rings.',
      remedy: 'Set multiple-registrations to contact, then “sofia profile NAME restart”.',
    },
    dialplanGood: { why: 'It sends groups to {address}. Contexts: {contexts}.' },
    dialplanHidden: {
      why: 'It is made for each call (Lua or mod_xml_curl), so it cannot be read as a whole.',
      remedy: 'Try it with a call: rufgruppe doctor --call GROUP.',
    },
    dialplanNone: {
      why: 'No extension has an action “socket”, so no call comes to the service.',
      remedy:
        'Add the lines of freeswitch/dialplan-snippet.xml with “socket {address} full”, then “reloadxml”.',
    },
    dialplanElsewhere: {
      why: 'Its actions “socket” lead to {named}, and the service is at {address}.',
      remedy: 'Correct the address in the dialplan, or ESL_HOST and ESL_PORT of the service.',
    },
    dialplanGroups: {
      why: 'No extension of the dialplan fits the groups {groups}: their calls do not come to the service.',
      remedy: 'Extend the expression for destination_number, or give the groups other numbers.',
    },
    dialplanCodes: {
      why: 'No extension of the dialplan hands the codes {codes} over to the service as they are dialled: phones that dial them reach nobody.',
      remedy:
        'Add the extension “codes” of freeswitch/dialplan-snippet.xml to the context of the phones, or set codes that nobody needs to “off” (settings.codes).',
    },
    dialplanLoopback: {
      why: '{address} is FreeSWITCH’s own machine, and the service runs on another.',
      remedy: 'Write the address of this machine into the dialplan ({here}), and set ESL_HOST and ESL_ALLOW.',
    },
    dialplanNotAllowed: {
      why: 'FreeSWITCH comes from {from}, which ESL_ALLOW does not let in.',
      remedy: 'Add {from} to ESL_ALLOW and start the service anew.',
    },
    dialplanUnreachable: {
      why: 'FreeSWITCH could not open a connection to {address}.',
      remedy: 'Start the service; on another machine, open the port in the firewall and set ESL_HOST.',
    },
    dialplanNotFull: {
      why: 'The action “socket” of {extension} (context {context}) lacks the word “full”: the service could not ask FreeSWITCH anything.',
      remedy: 'Write “full” behind the address.',
    },
    dialplanAsync: {
      why: 'The action “socket” of {extension} (context {context}) says “async”: phones ring later, and a conversation ends when the service dies.',
      remedy: 'Remove the word “async”.',
    },
    dialplanResume: {
      why: '{extension} (context {context}) sets socket_resume: after the service has gone a call would hang for ever.',
      remedy: 'Remove socket_resume.',
    },
    dialplanNoFallback: {
      why: '{extension} (context {context}) ends with “socket”: without a service nobody rings.',
      remedy: 'Add lines that ring somebody, as in freeswitch/dialplan-snippet.xml.',
    },
    dialplanNoArrival: {
      why: '{extension} (context {context}) does not set “rufgruppe_arrival”: where no CDRs are read, a second call of a channel that nobody saw gets no record.',
      remedy: 'Set it as freeswitch/dialplan-snippet.xml does.',
    },
    testCallTaken: { why: 'The service took a call to group {group}; the call was ended.' },
    testCallNotTaken: {
      why: 'A call to group {group} did not come to the service within two seconds.',
      remedy: 'See FreeSWITCH’s log for what its dialplan did with the call.',
    },
    testCallNoChannel: {
      why: 'A call to group {group} found no extension in the dialplan.',
      remedy: 'Add the group’s number to the dialplan; --context names another context than “default”.',
    },
    testCallFailed: {
      why: 'A call to group {group} could not be made: {reason}',
      remedy: 'Load mod_loopback.',
    },
    domainThere: { why: '{domain} has users: {users}.' },
    domainUnlisted: {
      why: 'The directory cannot be listed (Lua or mod_xml_curl); extensions were looked up one by one.',
    },
    domainEmpty: {
      why: 'The directory has no user in the domain {domain} (settings.domain).',
      remedy: 'Set settings.domain to the domain of the directory, as “list_users” shows it.',
    },
    domainForced: {
      why: 'The profile {profile} registers all phones in {forced} (force-register-domain), and settings.domain is {domain}: no phone is found.',
      remedy: 'Make the two equal.',
    },
    nothingNamed: { why: 'No group that is enabled needs any.' },
    allThere: { why: 'All that the configuration names are there: {count}.' },
    extensionsMissing: {
      remedy: 'Add them to FreeSWITCH’s directory, or correct the extensions or settings.domain.',
    },
    extensionsDefaultPassword: {
      why: 'They have FreeSWITCH’s well-known password 1234: everybody can call at your cost. And its own dialplan makes every call wait for ten seconds.',
      remedy: 'Change default_password in vars.xml, then “reloadxml”, and tell the phones.',
    },
    gatewaysMissing: {
      remedy: '“sofia status” lists gateways and profiles; correct the name in the settings.',
    },
    gatewayDown: {
      remedy: '“sofia status gateway {name}” says why; often the password, the address or the way there.',
    },
    boxesMissing: { remedy: 'Add the box to the directory, or choose another final destination.' },
    soundsMissing: { remedy: 'Copy {name} into FreeSWITCH’s folder of sounds, or choose another.' },
    musicMissing: { remedy: 'Add {name} to FreeSWITCH, or choose another ringback.' },
    recordingsMissing: {
      remedy: 'Make {name}, and give it to the user of FreeSWITCH.',
    },
    registrationsAll: { why: 'Every extension has a phone: {count}.' },
    registrationsSome: {
      why: 'Of {count} extensions these have no phone now: {extensions}.',
      remedy: 'Switch the phones on, and see what they say about their registration.',
    },
    registrationsNobody: {
      why: 'None of {count} extensions has a phone: no desk phone rings.',
      remedy:
        'Compare server, user and password of the phones with the directory; log-auth-failures shows who is refused.',
    },
    registrationsUnlisted: { why: 'The directory cannot be listed.' },
    registrationsNone: { why: 'No group that is enabled rings an extension.' },
    capacityGood: {
      why: 'Sessions: {sessions}, new ones a second: {pace}, ports for speech: {ports}.',
    },
    capacityUnknown: { why: 'It did not tell its limits.' },
    portsTooFew: {
      why: '{ports} ports for speech are too few for {sessions} sessions. When they run out, FreeSWITCH can end with every call it has.',
      remedy:
        'Set rtp-start-port and rtp-end-port in switch.conf.xml to {needed} ports or more, or lower max-sessions.',
    },
    sessionsTooFew: {
      why: 'One stage rings {phones} phones, and FreeSWITCH allows {sessions} sessions.',
      remedy: 'Raise max-sessions in switch.conf.xml.',
    },
    paceTooSlow: {
      why: 'One stage rings {phones} phones, and FreeSWITCH allows {pace} new sessions a second: a second call in the same second is refused.',
      remedy: 'Set sessions-per-second in switch.conf.xml to {wanted} or more.',
    },
    codecsGood: { why: 'Every profile speaks G.711.' },
    codecsUnknown: { why: 'No profile could be looked at.' },
    codecsOdd: {
      why: 'Without G.711 (PCMA, PCMU): {profiles}. Phones that have nothing else do not ring.',
      remedy: 'Add PCMA,PCMU to inbound-codec-prefs and outbound-codec-prefs.',
    },
    codecsFixed: {
      why: 'disable-transcoding is set in {profiles}: a phone that does not speak the caller’s codec does not ring.',
      remedy: 'Remove disable-transcoding, then “sofia profile NAME restart”.',
    },
    lampsGood: { why: 'Desk phones can show the switches ({count}).' },
    lampsUnknown: { why: 'No profile of phones could be looked at.' },
    lampsOff: {
      why: 'manage-presence is not set in {profiles}: keys with lamps for switches stay dark.',
      remedy: 'Set manage-presence to true, then “sofia profile NAME restart”.',
    },
    lampsElsewhere: {
      why: 'In {profile} phones subscribe to lamps of {forced} (force-subscription-domain), and the SIP domain is {domain}: lamps do not follow the switches.',
      remedy: 'Set force-subscription-domain to {domain}, then “sofia profile NAME restart”.',
    },
    lampsOpen: {
      why: 'auth-subscriptions is not set in {profiles}: whoever reaches its port can see who telephones and which switches are on.',
      remedy: 'Set auth-subscriptions to true, then “sofia profile NAME restart”.',
    },
    clockGood: { why: 'The same as here.' },
    clockUnknown: { why: 'It did not tell the time.' },
    clockOff: {
      why: 'It differs by {seconds} s from the clock here: times in records do not fit together.',
      remedy: 'Run an NTP client on both machines.',
    },
    clockWrong: {
      why: 'It differs by {seconds} s from the clock here: records are wrong.',
      remedy: 'Run an NTP client on both machines; “fsctl sync_clock” takes the new time over.',
    },
    zoneSame: { why: 'The same as here ({zone}).' },
    zoneUnknown: { why: 'It did not tell its time zone.' },
    zoneOther: {
      why: 'Here it is {here} ({zone}), for FreeSWITCH {there}: times in its log and voicemail differ from those in the pages.',
      remedy: 'Set the same time zone on both machines.',
    },
    cdrsGood: { why: 'Written to {folder} and read from there.' },
    cdrsUnset: {
      why: 'None are read (FREESWITCH_CDRS): calls that end while the service is away are listed as perhaps missed.',
      remedy: 'Load mod_json_cdr and set FREESWITCH_CDRS, as freeswitch/README.md describes.',
    },
    cdrsNoModule: {
      why: 'FREESWITCH_CDRS is set, but mod_json_cdr is not loaded.',
      remedy: 'Add mod_json_cdr to modules.conf.xml.',
    },
    cdrsUnknown: { why: 'FreeSWITCH does not show json_cdr.conf.' },
    cdrsNoFiles: {
      why: 'mod_json_cdr posts to an address and writes no files.',
      remedy: 'Set log-http-and-disk to true in json_cdr.conf.xml.',
    },
    cdrsSettings: {
      why: 'json_cdr.conf.xml lacks {settings}, so that ends of calls cannot be read.',
      remedy: 'Set it as freeswitch/README.md describes, and load the module anew.',
    },
    mailReady: { why: 'The server {server} takes mails.' },
    mailFolder: { why: 'No server is set: mails become files in {folder}.', remedy: 'Set SMTP_URL.' },
    mailTrouble: {
      why: '{server} does not take mails: {reason}',
      remedy: 'Correct SMTP_URL (docs/mail.md).',
    },
    mailLinks: {
      why: 'PUBLIC_URL is not set: links in mails open on this machine only.',
      remedy: 'Set PUBLIC_URL to the address of the pages as readers reach it.',
    },
    mailTestSent: { why: 'A test mail to {to} was accepted.' },
    mailTestFailed: {
      why: 'A test mail to {to} was not accepted: {reason}',
      remedy: 'Correct SMTP_URL, MAIL_FROM or the address.',
    },
    backupGood: {
      why: 'The last one is {hours} h old and was restored for a try: {documents} documents, {size}, {file} on {host}.',
    },
    backupWaits: { why: 'There is none yet, because none was due.' },
    backupNotBegun: { why: 'There is none yet: the service has not run since backups are made.' },
    backupUnknown: { why: 'The database could not be asked.' },
    backupOff: {
      why: 'Nobody makes backups: BACKUP_DIR is none.',
      remedy:
        'Set BACKUP_DIR to a folder, best on another disk (docs/backup.md), or back the database up yourself.',
    },
    backupNever: {
      why: 'There is none, though one was due.',
      remedy: 'Look at the jobs on the status page and at the log of the service.',
    },
    backupFailed: {
      why: 'The last attempt failed: {reason}',
      remedy: 'Mend the reason; it is tried again every hour. `rufgruppe backup FILE` makes one at once.',
    },
    backupOld: {
      why: 'The last good one is {hours} h old: {file} on {host}, {size}.',
      remedy: 'Look at the jobs on the status page and at the log of the service that makes backups.',
    },
    diskGood: { why: '{folder}: {free} of {size} free.' },
    diskUnknown: { why: '{folder}: the free space could not be read.' },
    diskTight: {
      why: '{folder}: only {free} of {size} free.',
      remedy: 'Make room, or keep recordings and calls for less time.',
    },
    diskFull: {
      why: '{folder}: only {free} of {size} free. The database stops when nothing is left.',
      remedy: 'Make room now.',
    },
    folderNotMade: { why: '{folder} does not exist yet.' },
    folderForbidden: {
      why: '{folder} cannot be read and written by the user of this program.',
      remedy: 'Give the user of the service the right to it.',
    },
    recordingsNotHere: {
      why: 'There is no {folder} here: recordings cannot be heard and are not deleted.',
      remedy: 'Make it; if it is on another machine, mount it and set RECORDINGS_DIR.',
    },
    cdrsNotHere: {
      why: 'There is no {folder} here (FREESWITCH_CDRS).',
      remedy: 'FreeSWITCH makes it with its first CDR; if it is on another machine, mount it.',
    },
    certificatesNone: { why: 'Nothing here uses TLS.' },
    certificateGood: { why: '{of}: valid, days left: {days}.' },
    certificateSoon: { why: '{of}: ends soon, days left: {days}.', remedy: 'Renew it.' },
    certificateOver: { why: '{of}: over, days since then: {days}.', remedy: 'Renew it now.' },
    certificateNotSeen: { why: '{of}: cannot be reached from this machine, so its certificate is not seen.' },
    certificateUnreadable: { why: '{of}: {reason}', remedy: 'Correct the file or the address.' },
  },
};
