/** Notices about problems in German. Pure. */
import type { NoticeWords } from './notice-words.js';

export const germanNotices: NoticeWords = {
  what: {
    databaseAway: ({ about }) => `Der Dienst ${about} erreicht seine Datenbank nicht`,
    freeswitchAway: ({ about, seenBy }) =>
      seenBy === undefined
        ? `FreeSWITCH ${about} ist nicht da`
        : `FreeSWITCH ${about} ist für den Controller ${seenBy} nicht da`,
    callsFail: ({ failed, ended, minutes }) =>
      `${failed} von ${ended} Anrufen sind in ${minutes} Minuten gescheitert`,
    mailsFail: ({ failed, lateMinutes }) => {
      const given =
        failed > 0
          ? `${failed === 1 ? 'Eine E-Mail konnte' : `${failed} E-Mails konnten`} nicht zugestellt werden`
          : '';
      const late = lateMinutes > 0 ? `E-Mails werden seit ${lateMinutes} Minuten vergeblich versucht` : '';
      return [given, late].filter((one) => one !== '').join(', und ');
    },
    webhookFails: ({ name, failingSince, isGone }, { moment }) =>
      isGone
        ? `Die Adresse des Webhooks ${name} gibt es nicht mehr`
        : `Der Webhook ${name} nimmt seit ${moment(new Date(failingSince))} nichts an`,
    diskFull: ({ about, freeBytes, sizeBytes }, { bytes }) =>
      `Nur noch ${bytes(freeBytes)} von ${bytes(sizeBytes)} sind frei: ${about}`,
    backupOld: ({ lastAt }, { moment }) =>
      lastAt === null
        ? 'Es gibt keine gute Sicherung, obwohl jede Nacht gesichert wird'
        : `Die letzte gute Sicherung ist vom ${moment(new Date(lastAt))}`,
    certificateEnds: ({ about, endsAt }, { moment }) =>
      `Das Zertifikat der Seiten endet am ${moment(new Date(endsAt))} (${about})`,
    freeswitchCertificateEnds: ({ about, endsAt }, { moment }) =>
      `Ein Zertifikat von FreeSWITCH endet am ${moment(new Date(endsAt))} (${about})`,
    awayForgotten: ({ who, since, others }, { moment }) => {
      const more = others === 0 ? '' : ` (und ${others} weitere)`;
      return `${who} ist seit ${moment(new Date(since))} abwesend, ohne Ende${more}`;
    },
    cdrsMissing: ({ about, ended }) =>
      ended === null
        ? `Der Ordner mit den CDRs von FreeSWITCH lässt sich nicht lesen (${about})`
        : `FreeSWITCH hat für die letzten ${ended} Anrufe keinen CDR geschrieben (${about})`,
    test: () => 'Eine Probe der Meldungen von Rufgruppe',
  },
  remedy: {
    databaseAway:
      'Anrufe gehen nach der letzten bekannten Konfiguration weiter, ihre Aufzeichnungen warten auf dem Datenträger des Dienstes. Seiten, E-Mails und Berichte gehen nicht. Bitte prüfen, ob die Datenbank läuft und Platz hat.',
    freeswitchAway:
      'Der Dienst hört keine Ereignisse von ihm. Läuft es nicht, kann niemand darüber anrufen. Bitte prüfen, ob es läuft, und was die Seite Status als Grund nennt. Hören andere Controller es, liegt es am Weg dazwischen.',
    callsFail:
      'Kein Telefon war erreichbar, es wurde nichts abgespielt, oder die Steuerung des Anrufs ging verloren. Die Seite Anrufe nennt für jedes Telefon die Ursache; bitte prüfen, ob Telefone und Leitung angemeldet sind (rufgruppe doctor).',
    mailsFail:
      'Der Postausgang nennt zu jeder E-Mail die Worte des Servers. Was gescheitert ist, kann dort noch einmal gesendet oder abgehakt werden.',
    webhookFails:
      'Das andere System erfährt nichts von Anrufen und Rückrufen. Was er nicht nimmt, wird einen Tag lang erneut gesendet und dann aufgegeben; gibt es die Adresse nicht mehr, gleich. Die Seite Webhooks hat die Antworten; ein Test dort sagt, ob es wieder geht. Gibt es die Adresse nicht mehr, braucht er eine neue.',
    diskFull:
      'Ist der Datenträger voll, nimmt die Datenbank nichts mehr an, und bei einem Absturz gehen Anrufe verloren. Bitte Platz schaffen, oder Anrufe und Aufnahmen kürzer aufbewahren.',
    backupOld:
      'Bei einem Fehler des Datenträgers wäre alles seitdem verloren. Das Protokoll sagt, woran eine Sicherung gescheitert ist; mit rufgruppe backup geht jederzeit eine.',
    certificateEnds:
      'Danach weisen Browser die Seiten ab, und Programme die Schnittstelle. Eine erneuerte Datei wird binnen einer Minute ohne Neustart übernommen.',
    freeswitchCertificateEnds:
      'Danach melden sich Telefone, die es prüfen, über TLS nicht mehr an, und Browser rufen nicht mehr an. Bitte agent.pem (SIP) oder wss.pem (WebSocket) in seinem Ordner tls erneuern und das Profil neu starten, wenn niemand telefoniert: sofia profile NAME restart.',
    awayForgotten:
      'Wer abwesend ist, dessen Telefone klingeln nicht. Wer wieder da ist, kann auf den Seiten der Benutzer und Gruppen zurückgeholt werden; wer nicht, bekommt dort ein Ende.',
    cdrsMissing:
      'Ein Anruf, der endet, während der Dienst nicht zusieht, steht dann als vielleicht verpasst in der Liste. Bitte prüfen, ob mod_json_cdr geladen ist und in diesen Ordner schreibt, und wer ihn lesen darf.',
    test: 'Es ist nichts gestört. Jemand wollte sehen, ob Meldungen hier ankommen.',
  },
  subject: {
    begun: (what) => what,
    lasts: (what) => `Weiterhin: ${what}`,
    over: (what) => `Vorbei: ${what}`,
    test: (what) => what,
  },
  andMore: (subject, more) => `${subject} (und ${more} weitere)`,
  course: {
    begun: (since) => `Seit ${since}.`,
    lasts: (since) => `Seit ${since}, und es dauert an.`,
    over: (since, at) => `So war es seit ${since}; seit ${at} ist es vorbei.`,
    test: (_since, at) => `Gesendet am ${at}.`,
  },
  from: (controller) => `Gemeldet von ${controller}.`,
};
