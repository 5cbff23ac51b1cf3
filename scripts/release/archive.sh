#!/usr/bin/env bash
# Builds rufgruppe-VERSION.tar.gz from what is committed (or, without git, from what is there): compiled, with the packages that run needs, for this kind of machine.
# Usage: scripts/release/archive.sh [FOLDER]     where the archive is written, otherwise the working folder
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
out=$(cd "${1:-.}" && pwd)
version=$(node -p "require('$root/package.json').version")
name=rufgruppe-$version
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/$name"
date=1970-01-01T00:00:00Z
if git -C "$root" rev-parse --quiet --verify HEAD > /dev/null 2>&1; then
  git -C "$root" archive HEAD | tar -x -C "$work/$name"
  date=$(git -C "$root" log -1 --format=%cI)
else # A tree without its history, as it is.
  tar -C "$root" --exclude=./node_modules --exclude=./dist --exclude='./.dist-*' --exclude='./packages/*/dist' --exclude=./data -c . |
    tar -x -C "$work/$name"
fi
cd "$work/$name"
npm ci --omit=dev --no-audit --no-fund
npm run --silent build
# What only builds, 26 MB unpacked.
rm -rf node_modules/typescript node_modules/@types node_modules/.bin/tsc node_modules/.bin/tsserver
# Which packages are in it, for people and for programs; a licence that nobody has judged ends the build.
node dist/scripts/release/bill.js "$date"
# What is installed never builds: the build becomes `dist` itself, under a name without its time, and its sources stay out.
built=$(readlink dist)
rm dist
mv "$built" dist
rm -rf dist/built.json dist/*.tsbuildinfo src scripts test .ci tsconfig*.json packages/*/src packages/*/test packages/*/bench
# The same commit gives the same archive, whoever builds it.
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="$date" -C "$work" -c "$name" |
  gzip -n > "$out/$name.tar.gz"
(cd "$out" && sha256sum "$name.tar.gz" > "$name.tar.gz.sha256")
echo "$out/$name.tar.gz"
