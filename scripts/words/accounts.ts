/** Words of `npm run accounts`. */
import { ROLES } from '../../src/base/model/role.js';
import { sayer, texts } from './words.js';

const roles = ROLES.join(', ');

export const accountTexts = texts({
  en: {
    usage: `Usage: npm run accounts -- COMMAND
  list                                   all accounts
  add NAME --role ROLE [--user ID]       a new account; prints its password
  role NAME --role ROLE [--user ID]      changes what it may do, and whose it is; --user "": nobody's
  password NAME                          a new password; prints it, ends the sessions, unlocks
  unlock NAME                            after too many wrong passwords
  remove NAME                            the account, its sessions and its tokens
ROLE is ${roles}. --user is the id of a user of the configuration: whose groups and mobile.`,
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
  de: {
    usage: `Aufruf: npm run accounts -- BEFEHL
  list                                   alle Konten
  add NAME --role ROLLE [--user ID]      ein neues Konto; zeigt sein Passwort
  role NAME --role ROLLE [--user ID]     ändert, was es darf und wem es gehört; --user "": niemandem
  password NAME                          ein neues Passwort; zeigt es, beendet die Sitzungen, entsperrt
  unlock NAME                            nach zu vielen falschen Passwörtern
  remove NAME                            das Konto, seine Sitzungen und seine Token
ROLLE ist ${roles}. --user ist der Kurzname eines Benutzers der Konfiguration: um wessen Gruppen und Handy es geht.`,
    badName: 'Der Name muss 2 bis 60 Zeichen haben: Buchstaben a-z, Ziffern und . _ - @',
    taken: 'Ein Konto dieses Namens gibt es schon.',
    unknown: 'Dieses Konto gibt es nicht.',
    noUser: 'Die Rolle user braucht --user ID: um wessen Gruppen und Handy es geht. {there}',
    unknownUser: 'Die Konfiguration hat keinen Benutzer {user}. {there}',
    noUsers: 'Die Konfiguration hat keine Benutzer.',
    users: 'Benutzer der Konfiguration: {users}.',
    lastAdmin: 'Der letzte Administrator muss einer bleiben.',
    badPassword: 'Das Passwort ist nicht gut genug.',
    unreadable: 'Version {revision} der Konfiguration kann dieses Programm nicht lesen',
    lockedUntil: 'gesperrt bis {at}',
    never: 'nie angemeldet',
    last: 'zuletzt angemeldet {at}',
    nobodys: 'gehört keinem Benutzer der Konfiguration: sieht nichts',
    lost: 'der Benutzer {user} ist nicht mehr in der Konfiguration',
    password: 'Passwort von {name}: {password}',
    noRole: '--role fehlt',
    badRole: 'Eine Rolle {role} gibt es nicht',
    roles: '{why}; es gibt: {roles}',
    loseUser: 'Konten, die ihren Benutzer verlieren: {names}',
  },
});

export const say = sayer(accountTexts);
