#!/usr/bin/env bash
# Decoded voxels, judged by pydicom and dcmtk. PYTHON names an interpreter that has pydicom and numpy.
set -euo pipefail
cd "$(dirname "$0")/../.."
data=../shared/data
[ -d "$data" ] || { echo "voxels: skipped, no data"; exit 0; }
out=$(mktemp -d)
trap 'rm -r "$out"' EXIT
node test/run.mjs test/judge/dump.ts "$out" \
  "$data"/{transfer-syntax,modality,color,geometry,dicomdir,paramap,malformed} \
  "$data"/series/{ct-3slice-seg,ct-siemens-j2k-totalseg,highdicom-ct16,ibsi-sts002,mr-adc-toshiba}  \
  "$data"/series/{mr-ge-sagittal,mr-philips-dti-4d,mr-philips-enhanced,mr-siemens-mosaic,seg-24x38x3} \
  "$data"/rt ../shared/ibsi/ibsi1_ct_radiomics_phantom/dicom/image
"${PYTHON:-python3}" test/judge/voxels.py "$out"
