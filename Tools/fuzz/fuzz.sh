#!/usr/bin/env bash
# Feeds made-up bytes to the rule reader, the dossier reader and the evaluator, MINUTES each, at low priority.  What they
# cannot bear is left in .build-fuzz/found; put it into Tests/corpus, whose files `make test` reads again.
set -euo pipefail
cd "$(dirname "$0")/../.."
minutes=${MINUTES:-10}
out=.build-fuzz
if ! LINTEL_FUZZ=1 nice -n 5 swift build -c release --scratch-path "$out" --product fuzz \
  -Xswiftc -sanitize=fuzzer -Xswiftc -use-ld=lld >"$out.log" 2>&1; then
  tail -n 20 "$out.log" >&2
  echo "The fuzzer needs a toolchain with libFuzzer, and lld" >&2
  exit 1
fi
mkdir -p "$out/found"
# The traps are for libFuzzer to catch.
export SWIFT_BACKTRACE=enable=no
failed=0
for name in ${NAMES:-rules dossier evaluation}; do
  mkdir -p "$out/corpus/$name"
  echo "$name: $minutes minutes" >&2
  nice -n 15 "$out/release/fuzz" "$name" "$out/corpus/$name" "Tests/corpus/$name" -dict=Tools/fuzz/words.dict \
    -max_total_time=$((minutes * 60)) -timeout=20 -rss_limit_mb=2048 -max_len=8192 -print_final_stats=1 \
    -artifact_prefix="$out/found/$name-" >"$out/$name.log" 2>&1 || {
    failed=1
    echo "$name: something was found, see $out/$name.log and $out/found" >&2
  }
  grep -E '^(Done|stat::number_of_executed_units|SUMMARY|.*Test unit written)' "$out/$name.log" >&2 || true
done
exit "$failed"
