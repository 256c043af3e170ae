#!/usr/bin/env bash
# Segmentations and NIfTI, judged by pydicom, nibabel and dciodvfy. PYTHON names an interpreter that has the first two.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$(mktemp -d)
trap 'rm -r "$out"' EXIT
node test/run.mjs test/judge/seg.ts "$out"
mask=../shared/ibsi/ibsi1_ct_radiomics_phantom/mask.nii.gz
[ -e "$mask" ] || mask=
"${PYTHON:-python3}" test/judge/seg.py "$out" ${mask:+"$mask"}
for file in "$out"/*/seg.dcm; do
  errors=$(dciodvfy -new "$file" 2>&1 | grep '^Error' || true)
  [ -z "$errors" ] || { echo "dciodvfy: $errors"; exit 1; }
done
echo "dciodvfy: no error"
