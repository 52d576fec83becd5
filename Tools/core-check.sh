#!/usr/bin/env bash
# Builds the core under Embedded Swift for the browser with the toolchain alone, links it, and, where Node is at hand,
# runs it.  A Foundation, a C library, an existential or reflection in the core fails here.
set -euo pipefail
cd "$(dirname "$0")/.."
out=.build-core
mkdir -p "$out"
toolchain=$(dirname "$(dirname "$(readlink -f "$(command -v swiftc)")")")
flags=(-parse-as-library -target wasm32-unknown-none-wasm -enable-experimental-feature Embedded -wmo -Osize
  -swift-version 6 -enable-upcoming-feature MemberImportVisibility -enable-upcoming-feature InternalImportsByDefault
  -I "$out")
objects=()
for module in Values Standard Records Engine Reports; do
  mapfile -t files < <(find "Sources/$module" -name '*.swift' | LC_ALL=C sort)
  swiftc "${flags[@]}" -module-name "$module" -emit-module -emit-module-path "$out/$module.swiftmodule" \
    -c "${files[@]}" -o "$out/$module.o"
  objects+=("$out/$module.o")
done
swiftc "${flags[@]}" -module-name Page -c Tools/core/Page.swift -o "$out/Page.o"
clang --target=wasm32-unknown-none -O2 -fno-builtin -c Tools/core/runtime.c -o "$out/runtime.o"
tables=$(find "$toolchain/lib" -path '*wasm32-unknown-none-wasm/libswiftUnicodeDataTables.a' | head -n 1)
wasm-ld --no-entry --gc-sections --export=lintel_core "$out/Page.o" "${objects[@]}" "$out/runtime.o" "$tables" \
  -o "$out/core.wasm"
size=$(wc -c <"$out/core.wasm")
echo "core-check: the core links for the browser, $((size / 1024)) KiB"
if command -v node >/dev/null 2>&1; then
  node -e '
    const bytes = require("fs").readFileSync(process.argv[1]);
    WebAssembly.instantiate(bytes, {}).then(({ instance }) => {
      const size = instance.exports.lintel_core(1);
      if (size < 1000) { console.error("core-check: it ran and wrote only " + size + " bytes"); process.exit(1); }
      console.log("core-check: it ran and wrote " + size + " bytes of reports");
    });' "$out/core.wasm"
fi
