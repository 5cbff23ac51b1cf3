#!/bin/sh
# Speaks the prompts of sounds/prompts.txt with eSpeak NG and writes them as FreeSWITCH plays them without converting:
# A-law, 8 kHz, mono. Needs espeak-ng and sox (Debian: apt install espeak-ng sox).
#
#   freeswitch/make-sounds.sh               all prompts
#   freeswitch/make-sounds.sh codes/de/     only those whose name begins so
set -eu

sounds=$(cd "$(dirname "$0")/sounds" && pwd)
wanted=${1:-}
for program in espeak-ng sox; do
  command -v "$program" > /dev/null || {
    echo "make-sounds: $program is not installed (apt install espeak-ng sox)" >&2
    exit 1
  }
done
raw=$(mktemp --suffix=.wav)
trap 'rm -f "$raw"' EXIT

made=0
while IFS='|' read -r name kind text; do
  case $name in '' | '#'*) continue ;; esac
  case $name in "$wanted"*) ;; *) continue ;; esac
  case $name in
    */de/*) voice=de ;;
    */en/*) voice=en-gb ;;
    *) echo "make-sounds: $name names no language" >&2; exit 1 ;;
  esac
  # A part of a sentence follows its neighbours closely; a whole one begins and ends with a pause.
  case $kind in
    part) pad='pad 0.02 0.08' ;;
    whole) pad='pad 0.2 0.3' ;;
    *) echo "make-sounds: $name: $kind is neither part nor whole" >&2; exit 1 ;;
  esac
  mkdir -p "$sounds/$(dirname "$name")"
  espeak-ng -v "$voice" -s 150 -p 45 -w "$raw" -- "$text"
  # Without dither (-D) the same words give the same file.
  # shellcheck disable=SC2086 # $pad is several words
  sox -D -R "$raw" -r 8000 -c 1 -e a-law "$sounds/$name.wav" \
    silence 1 0.01 0.3% reverse silence 1 0.01 0.3% reverse $pad norm -4
  made=$((made + 1))
done < "$sounds/prompts.txt"
echo "$made prompts written below $sounds"
