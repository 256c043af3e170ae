#!/usr/bin/env bash
# Feature maps as files, judged by pydicom, nibabel and dciodvfy. PYTHON names an interpreter that has the first two.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$(mktemp -d)
trap 'rm -r "$out"' EXIT
node test/run.mjs test/judge/maps.ts "$out"
"${PYTHON:-python3}" test/judge/maps.py "$out"
for file in "$out"/*/map.dcm; do
  errors=$(dciodvfy -new "$file" 2>&1 | grep '^Error' || true)
  [ -z "$errors" ] || { echo "dciodvfy: $errors"; exit 1; }
done
echo "dciodvfy: no error"
