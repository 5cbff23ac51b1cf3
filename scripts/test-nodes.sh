#!/usr/bin/env bash
# Runs the unit, service and database tests and a simulated call on each supported Node version, with the binaries of the
# npm package `node`. Needs built dist/ folders (npm run build:test); fails if a binary cannot be downloaded.
set -euo pipefail
cd "$(dirname "$0")/.."
suites=$(find dist/test/unit -name '*.test.js'
  find packages/*/dist/test -name '*.test.js'
  ls dist/test/integration/{app/{service,two-services},base/{configuration,driver-writes},commands/{call-command,config-command}}.test.js)
for version in "$@"; do
  folder=$(mktemp -d)
  npm install --silent --no-save --prefix "$folder" "node@$version"
  node="$folder/node_modules/node/bin/node"
  echo "== Node $("$node" --version)"
  # What the tests start is the same Node: PATH for npm's scripts, the program itself for the rest.
  PATH="$(dirname "$node"):$PATH" "$node" --test --test-concurrency="$(node -p 'os.availableParallelism()')" --import ./dist/test/ending.js --test-reporter=dot $suites
  rm -r "$folder"
done
