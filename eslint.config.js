import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['**/dist', '.dist-*', 'data/', 'node_modules/', 'test/fixtures/', '**/*.cjs'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // `${count} legs` is what template literals are for.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'max-lines-per-function': ['warn', { max: 75, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.property.name=/^(trace|debug|info|warn|error|fatal)$/][arguments.1.type="TemplateLiteral"]',
          message:
            'The message of a log line is constant, so that it can be searched; what differs is a field.',
        },
        {
          selector:
            ':matches(ObjectExpression, ArrayExpression) > SpreadElement > :matches(ObjectExpression, ArrayExpression)',
          message: 'Write what is in the literal; where the whole is too long, it is two things.',
        },
      ],
    },
  },
  {
    // A command-line tool prints; a test is one long list of sentences; node:test returns promises nobody awaits.
    files: ['scripts/**', 'test/**', 'packages/*/test/**', 'packages/*/bench/**'],
    rules: {
      'no-console': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['test', 'it', 'describe', 'suite'], package: 'node:test' },
          ],
        },
      ],
    },
  },
  // A resource of the interface is a list of declarations.
  { files: ['src/people/api/**'], rules: { 'max-lines-per-function': 'off' } },
  {
    // mongoose takes plain objects where its types name the class that it makes of them.
    files: ['src/base/store/**', 'test/integration/**', 'packages/*/test/**'],
    rules: { '@typescript-eslint/no-unsafe-class-instance-assignment': 'off' },
  },
  {
    // What runs before anything is compiled is JavaScript; the compiler checks its types (scripts/build/tsconfig.json).
    files: ['eslint.config.js', 'templates/**/*.js', 'scripts/build/*.js', 'bin/*.js'],
    ...tseslint.configs.disableTypeChecked,
  },
  {
    // Scripts of the pages: what a browser has.
    files: ['templates/**/*.js'],
    languageOptions: {
      sourceType: 'script',
      globals: Object.fromEntries(
        [
          'window',
          'document',
          'localStorage',
          'location',
          'history',
          'fetch',
          'EventSource',
          'CSS',
          'FormData',
          'URL',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'AudioContext',
          'HTMLElement',
          'Event',
          'requestAnimationFrame',
          'URLSearchParams',
          'CustomEvent',
          'AbortController',
          'navigator',
          'DOMParser',
          'sessionStorage',
        ].map((name) => [name, 'readonly']),
      ),
    },
    rules: { '@typescript-eslint/no-unused-expressions': 'off' },
  },
);
