/** Words of `npm run call`. */
import { sayer, texts } from './words.js';

export const callTexts = texts({
  en: {
    usage: `Places one call on the running service; no FreeSWITCH is needed.

  npm run call -- --to 700 --from 03012345 [options]

  --to NUMBER            the hunt group
  --from NUMBER          the caller
  --name TEXT            the caller's display name
  --anonymous            the caller withholds name and number
  --phone NUMBER=WORD    what a phone does; repeat it, also for a second phone on one extension
  --hangup-after 12s     the caller gives up 12 s after the beginning
  --socket HOST:PORT     the service's event socket (ESL_HOST and ESL_PORT, as for the service)

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
  },
  de: {
    usage: `Ruft beim laufenden Dienst an; ein FreeSWITCH ist nicht nötig.

  npm run call -- --to 700 --from 03012345 [Optionen]

  --to NUMMER            die Rufgruppe
  --from NUMMER          der Anrufer
  --name TEXT            der Name, den er mitschickt
  --anonymous            der Anrufer unterdrückt Name und Nummer
  --phone NUMMER=WORT    was ein Telefon tut; auch mehrmals, auch für ein zweites Telefon an einer Nebenstelle
  --hangup-after 12s     der Anrufer gibt 12 s nach dem Beginn auf
  --socket HOST:PORT     der Event-Socket des Dienstes (ESL_HOST und ESL_PORT, wie beim Dienst)

WORT ist eines von
  {phones}
Telefone, die nicht genannt sind, sind angemeldet und klingeln still.`,
    phones: `answer@4s         nimmt nach 4 s ab (answer@4s+30s: und legt nach 30 s auf, sonst nach 5 s)
  busy              sofort 486 (busy@2s: nach 2 s)
  reject            sofort 603 (reject@2s)
  redirect          sofort 302 (redirect@2s)
  silent            klingelt und klingelt
  unregistered      ist gar nicht da
  confirm@6s        ein Handy: nimmt nach 6 s ab und drückt die Taste, wenn es gefragt wird
  noconfirm@6s      ein Handy: nimmt nach 6 s ab und drückt nichts
  voicemail@5s      ein Handy, dessen Mailbox nach 5 s abnimmt`,
    allowed: '{fault} Erlaubt: {options}',
    missing: '--{option} fehlt: --{option} NUMMER',
    noNumber: '--{option} „{value}“ ist keine Nummer: Ziffern, davor ein +, wenn Sie mögen',
    badPhone: '--phone „{value}“ ist nicht lesbar. Erlaubt ist NUMMER=WORT, WORT eines von\n  {phones}',
    badSeconds: '--hangup-after braucht Sekunden, etwa 12s',
    badSocket: '--socket „{value}“ ist nicht lesbar. Erlaubt ist HOST:PORT, etwa 127.0.0.1:8084',
    showsAll: 'npm run call -- --help zeigt alles.',
    from: 'Anruf von {from} an {to}',
    anonymous: 'einem anonymen Anrufer',
    keepsSocket: 'Der Anruf ist zu Ende, aber der Dienst hält seinen Event-Socket offen.',
    nobody: 'An {address} antwortet niemand. Läuft der Dienst (npm start), und ist das sein Event-Socket?',
    letGo:
      'Der Dienst hat den Anruf vor seinem Ende losgelassen; FreeSWITCH ginge in seinem Dialplan weiter.',
    didNothing:
      'Der Dienst an {address} hat die Verbindung geschlossen, ohne etwas für den Anruf zu tun; siehe sein Log.',
    round: 'Klingelrunde {round}',
    stage: 'Stufe {stage} der Gruppe {group}',
    destination: 'Ziel der Gruppe {group}',
    atMost: ', höchstens {sec} s',
    ends: '{where} endet: {how}',
    called: '{who} wird angerufen{shown}',
    display: ', Display: {display}',
    answers: '{who} nimmt ab',
    asked: '{who} soll drücken: {key}',
    aKey: 'eine Taste',
    pressed: '{who} drückt die Taste',
    refuses: '{who} lehnt ab: {status} ({cause})',
    cannotCall: '{dial} lässt sich nicht anrufen: {cause}',
    hungUp: 'bei {who} wird aufgelegt: {reason}',
    stops: '{who} hört auf zu klingeln: {reason}',
    talks: 'der Anrufer spricht mit {who}',
    hangsUp: '{who} legt auf',
    hears: 'der Anrufer hört: {what}',
    ringing: 'Freiton (180)',
    file: 'die Datei {detail}',
    voicemail: 'die Mailbox {detail}',
    conversation: 'das Gespräch',
    gets200: 'der Anrufer bekommt 200 OK',
    callerHangsUp: 'der Anrufer legt auf',
    callerGets: 'der Anrufer bekommt {status} {phrase} ({cause})',
    ended: 'der Anruf wird beendet ({cause})',
    legApp: 'bei {who}: {app} {arg}',
    recording: 'Aufnahme in {file}',
    unknownApp: '!! FreeSWITCH kennt keine Anwendung „{app}“',
    unknownCommand: '!! FreeSWITCH kennt keinen Befehl „{command}“',
    badOriginate: '!! FreeSWITCH kann den Wählstring nicht lesen ({reason}): {arg}',
    expanded: '!! FreeSWITCH hat {expression} ersetzt',
    takes: 'der Dienst an {socket} nimmt den Anruf',
    noService: 'kein Dienst an {socket}: {reason}',
    lost: 'die Verbindung zum Dienst ist abgerissen',
  },
});

export const say = sayer(callTexts);

export function usage(): string {
  return say('usage', { phones: say('phones') });
}
