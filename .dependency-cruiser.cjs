// Which folder may know which: one call can be read from esl/ down to records/, and no arrow points back up.
const pure = '^src/(routing|dialstring|outcome|records|model)/';

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'pure-folders-have-no-io',
      comment: 'Decisions are functions of their arguments: no node built-ins, no shell folders.',
      severity: 'error',
      from: { path: pure },
      to: { path: '^(node:)?[a-z_/]+$', dependencyTypes: ['core'] },
    },
    {
      name: 'pure-folders-know-only-each-other',
      severity: 'error',
      from: { path: pure },
      to: { path: '^(src|scripts|test)/', pathNot: [pure, '^src/errors\\.ts$'] },
    },
    {
      name: 'pure-folders-use-luxon-and-phone-numbers-only',
      severity: 'error',
      from: { path: pure },
      to: { path: 'node_modules', pathNot: 'node_modules/(@types/)?(luxon|libphonenumber-js)/' },
    },
    {
      name: 'reports-are-counted-and-worded-without-io',
      comment: 'All of reports/ but make and run: what they are given is all they know.',
      severity: 'error',
      from: { path: '^src/reports/', pathNot: '^src/reports/(make|run)\\.ts$' },
      to: {
        path: '^(src|scripts|test)/|node_modules|^(node:)?[a-z_/]+$',
        pathNot: [
          '^src/reports/(?!make|run)',
          '^src/(records|model)/|^src/(errors|missed/item|mail/one-line|mail/number-text)\\.ts$',
          'node_modules/(@types/)?luxon/',
        ],
      },
    },
    {
      name: 'modesl-only-in-esl',
      severity: 'error',
      from: { pathNot: '^src/esl/' },
      to: { path: 'node_modules/modesl/' },
    },
    {
      name: 'mongoose-only-in-store',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/store/' },
      to: { path: 'node_modules/mongoose/' },
    },
    {
      name: 'nodemailer-only-in-mail',
      severity: 'error',
      from: { path: '^(src|scripts)/', pathNot: '^src/mail/' },
      to: { path: 'node_modules/(@types/)?nodemailer/' },
    },
    {
      name: 'agenda-only-in-jobs',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/jobs/' },
      to: { path: 'node_modules/(agenda|@agendajs)/' },
    },
    {
      name: 'packages-know-nothing-of-us',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(src|scripts|test)/' },
    },
    {
      name: 'embedded-mongodb-only-where-the-database-is-opened',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/database\\.ts$' },
      to: { path: 'packages/embedded-mongodb/' },
    },
    {
      name: 'express-only-in-admin-and-api',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(admin|api)/' },
      to: { path: 'node_modules/(@types/)?(express|express-session|express-rate-limit|helmet)/' },
    },
    {
      name: 'pages-and-interface-are-on-top',
      comment: 'What people can do stands below, so that both do it the same way.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(admin|api)/|^src/web\\.ts$' },
      to: { path: '^src/(admin|api)/' },
    },
    {
      name: 'prom-client-only-in-metrics',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/metrics/' },
      to: { path: 'node_modules/prom-client/' },
    },
    {
      name: 'zod-openapi-only-in-api',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/api/' },
      to: { path: 'node_modules/zod-openapi/' },
    },
    {
      name: 'src-stands-alone',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(scripts|test)/' },
    },
    {
      name: 'no-dev-dependency-in-production',
      severity: 'error',
      from: { path: '^(src|scripts)/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
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
