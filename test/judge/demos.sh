#!/usr/bin/env bash
# Every file of the demo cases, judged by dcmtk's dcmdump and dicom3tools' dciodvfy: neither may find an error.
set -euo pipefail
cd "$(dirname "$0")/../.."
for tool in dcmdump dciodvfy; do
  command -v "$tool" >/dev/null || { echo "skipped: $tool is not installed"; exit 0; }
done
out=$(mktemp -d)
trap 'rm -r "$out"' EXIT
node test/run.mjs test/judge/demos.ts "$out"
count=0
while IFS= read -r file; do
  dcmdump -q "$file" >/dev/null || { echo "dcmdump: $file"; exit 1; }
  errors=$(dciodvfy -new "$file" 2>&1 | grep '^Error' || true)
  [ -z "$errors" ] || { echo "dciodvfy: $file: $errors"; exit 1; }
  count=$((count + 1))
done < <(find "$out" -name '*.dcm' | sort)
[ "$count" -gt 0 ] || { echo "no file was made"; exit 1; }
echo "$count files: no error"
