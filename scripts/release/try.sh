#!/usr/bin/env bash
# Unpacks an archive into an empty folder that the service may not write to, starts the service from it and asks the doctor.
# Usage: scripts/release/try.sh ARCHIVE
set -euo pipefail
archive=$(realpath "$1")
work=$(mktemp -d)
data=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid" 2> /dev/null || true; chmod -R u+w "$work"; rm -rf "$work" "$data"' EXIT
tar -xzf "$archive" -C "$work" --strip-components=1
chmod -R a-w,a+rX "$work"
# Root may write everywhere, so the service is somebody else.
as=()
if [ "$(id -u)" = 0 ]; then
  chown nobody "$data"
  as=(setpriv --reuid=nobody --clear-groups --)
fi
free() { node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})"; }
export DATA_DIR=$data ESL_PORT=$(free) ADMIN_PORT=$(free) FREESWITCH_EVENTS=none LC_ALL=C NODE_ENV=production
cd "$work"
"${as[@]}" node dist/src/main.js > "$data.out" 2>&1 &
pid=$!
for _ in $(seq 100); do
  [ -e "$data/first-password" ] && break
  kill -0 "$pid" || { cat "$data.out"; exit 1; }
  sleep 0.3
done
node -e "fetch('http://127.0.0.1:$ADMIN_PORT/readyz').then((r) => process.exit(r.ok ? 0 : 1))"
[ "$(stat -c %a "$data/first-password")" = 600 ]
"${as[@]}" node bin/rufgruppe.js doctor
kill "$pid"
wait "$pid"
pid=
rm -f "$data.out"
echo "The archive works."
