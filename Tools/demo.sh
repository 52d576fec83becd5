#!/usr/bin/env bash
# The main job: the invented shelters are assessed, one is printed, all are written as HTML reports.
set -euo pipefail
lintel=$1
out=.build-demo
mkdir -p "$out"
for shelter in harbour threshold lantern empty; do
  "$lintel" assess "Fixtures/$shelter" --format html --output "$out/$shelter.html"
done
"$lintel" assess Fixtures/threshold
printf '\nReports to open in a browser:\n'
for shelter in harbour threshold lantern empty; do printf '  %s\n' "$PWD/$out/$shelter.html"; done
printf '\nNext: assess your own shelter, see “Your own shelter” in README.md.\n'
