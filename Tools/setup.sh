#!/usr/bin/env bash
# Looks for what Lintel is built with; installs it where that is allowed, else says what to install.
set -uo pipefail
missing=()
pkg-config --exists libxml-2.0 2>/dev/null || missing+=(libxml2-dev pkg-config)
command -v xmllint >/dev/null 2>&1 || missing+=(libxml2-utils)
python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3 python3-venv)
command -v swift >/dev/null 2>&1 || {
  echo "Swift 6.2 or later is needed: https://www.swift.org/install" >&2
  exit 1
}
((${#missing[@]})) || exit 0
if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing ${missing[*]}" >&2
  apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null && exit 0
fi
echo "Please install: ${missing[*]}" >&2
echo "On Debian or Ubuntu: sudo apt-get install ${missing[*]}" >&2
exit 1
