// Which room of the house may know which. Three tables; the rules below are made of them.

/** Wings from the top down, and the rooms of each from the top down: who stands above knows who stands below. */
const HOUSE = {
  app: [],
  people: ['web', 'api', 'pages', 'http', 'doctor', 'operations', 'imports', 'access'],
  afterwards: ['privacy', 'reports', 'missed', 'recordings', 'webhooks', 'notices', 'problems', 'mail'],
  calls: [
    'codes',
    'session',
    'placed',
    'lamps',
    'live',
    'follow',
    'limits',
    'routing',
    'records',
    'story',
    'outcome',
    'words',
  ],
  telephony: ['dialstring', 'esl'],
  base: [
    'contacts',
    'configuration',
    'store',
    'sounds',
    'backup',
    'journal',
    'metrics',
    'jobs',
    'model',
    'words',
  ],
};

/** Packages that one place knows. */
const ONLY_IN = {
  modesl: 'telephony/esl/',
  mongoose: 'base/store/',
  '(agenda|@agendajs/[^/]+)': 'base/jobs/',
  'prom-client': 'base/metrics/',
  '(@types/)?nodemailer': 'afterwards/mail/',
  '(@types/)?(express|express-session|express-rate-limit|helmet|compression)': 'people/(web|api|pages|http)/',
  'zod-openapi': 'people/api/',
  '(@types/)?sax': 'people/imports/',
  'markdown-it': 'people/pages/help/',
};

/** Decisions are functions of their arguments: no clock, no I/O, no package but those that calculate. */
const PURE = [
  'calls/codes/rules',
  'calls/limits',
  'calls/routing',
  'calls/outcome',
  'calls/records',
  'calls/story',
  'calls/words',
  'telephony/dialstring',
  'afterwards/words',
  'afterwards/problems',
  'people/doctor/checks',
  'people/words',
  'base/model',
  'base/words',
];

const rule = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });
const wings = Object.keys(HOUSE);

const downwards = wings.flatMap((wing, index) => {
  const above = wings.slice(0, index);
  const outer = above.length === 0 ? [] : [[`${wing}/`, `(${above.join('|')})/`]];
  const inner = HOUSE[wing]
    .slice(1)
    .map((room, place) => [`${wing}/${room}/`, `${wing}/(${HOUSE[wing].slice(0, place + 1).join('|')})/`]);
  return [...outer, ...inner].map(([from, to]) =>
    rule(`${from}-points-down`, { path: `^src/${from}` }, { path: `^src/(main\\.ts|${to})` }),
  );
});

const packages = Object.entries(ONLY_IN).map(([name, place]) =>
  rule(
    `${name}-only-in-${place}`,
    { path: '^src/', pathNot: `^src/${place}` },
    { path: `node_modules/${name}/` },
  ),
);

const pure = `^src/(${PURE.join('|')})/`;
const BUILT_IN = '^(node:)?[a-z_/]+$';

module.exports = {
  forbidden: [
    rule('no-circular', {}, { circular: true }),
    rule('not-to-unresolvable', {}, { couldNotResolve: true }),
    rule(
      'every-room-is-in-the-table',
      { path: '^src/', pathNot: `^src/(main\\.ts|(${wings.join('|')})/)` },
      {},
    ),
    ...downwards,
    ...packages,
    rule('pure-rooms-have-no-io', { path: pure }, { path: BUILT_IN, dependencyTypes: ['core'] }),
    rule(
      'pure-rooms-know-only-each-other',
      { path: pure },
      { path: '^(src|scripts|test)/', pathNot: [pure, '^src/base/errors\\.ts$'] },
    ),
    rule(
      'pure-rooms-use-luxon-and-phone-numbers-only',
      { path: pure },
      { path: 'node_modules', pathNot: 'node_modules/(@types/)?(luxon|libphonenumber-js)/' },
    ),
    rule(
      'reports-are-counted-and-worded-without-io',
      { path: '^src/afterwards/reports/', pathNot: '/(make|run|count-days)\\.ts$' },
      {
        path: `^(src|scripts|test)/|node_modules|${BUILT_IN}`,
        pathNot: [
          '^src/afterwards/reports/(?!make|run|count-days)',
          '^src/(calls/(records|words)|afterwards/words|base/(model|words))/|^src/(base/errors|afterwards/mail/(one-line|number-text))\\.ts$',
          'node_modules/(@types/)?luxon/',
        ],
      },
      'All of reports/ but make, run and count-days: what they are given is all they know.',
    ),
    rule(
      'the-embedded-database-is-opened-in-one-place',
      { path: '^src/', pathNot: '^src/app/database\\.ts$' },
      { path: '^packages/' },
    ),
    rule('packages-know-nothing-of-us', { path: '^packages/' }, { path: '^(src|scripts|test)/' }),
    rule('src-stands-alone', { path: '^src/' }, { path: '^(scripts|test)/' }),
    rule('no-dev-dependency-in-production', { path: '^(src|scripts)/' }, { dependencyTypes: ['npm-dev'] }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
