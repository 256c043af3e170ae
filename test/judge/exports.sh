#!/usr/bin/env bash
# RT structure sets and reports of measurements, judged by pydicom, DCMTK and dciodvfy. PYTHON names an interpreter with pydicom.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$(mktemp -d)
trap 'rm -r "$out"' EXIT
node test/run.mjs test/judge/exports.ts "$out"
"${PYTHON:-python3}" test/judge/exports.py "$out" ../shared/data/rt/holes-dicompyler
for file in "$out"/*/*.dcm; do
  errors=$(dciodvfy -new "$file" 2>&1 | grep '^Error' || true)
  [ -z "$errors" ] || { echo "dciodvfy: $errors"; exit 1; }
done
echo "dciodvfy: no error"
# DCMTK checks which items may stand in which of an Enhanced SR.
dsrdump --quiet "$out/report/report.dcm" > /dev/null
echo "dsrdump: the report's tree is whole"
