#!/bin/sh
# Tests the promises of docs/reliability.md with a scripted FreeSWITCH: killed controllers and services, databases that
# disappear, stall or die, torn journals, disks that refuse writes, connections that end in every way.
# Run `npm run build:test` first.
set -eu
cd "$(dirname "$0")/.."
app=dist/test/integration
# Two at a time: several of them have short deadlines.
exec node --test --test-concurrency=2 --import ./dist/test/ending.js --test-reporter=spec \
  $app/app/killed-service.test.js \
  $app/app/killed-with-cdrs.test.js \
  $app/app/two-services.test.js \
  $app/app/unsteady-service.test.js \
  $app/base/unsteady-database.test.js \
  $app/base/driver-writes.test.js \
  $app/base/scheduler-outage.test.js \
  $app/calls/esl-lost-controller.test.js \
  $app/calls/odd-channel.test.js \
  $app/telephony/esl-hazards.test.js \
  $app/telephony/esl-events.test.js \
  dist/test/unit/base/journal/journal.test.js \
  dist/test/unit/calls/session/record-keeper.test.js \
  dist/test/unit/calls/follow/*.test.js \
  dist/test/unit/calls/story/*.test.js \
  packages/embedded-mongodb/dist/test/server/lifecycle.test.js \
  dist/test/fuzz/fuzz.test.js
