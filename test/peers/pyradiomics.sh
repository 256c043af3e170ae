#!/usr/bin/env bash
# Compares the PyRadiomics profile with PyRadiomics itself, installed into a throw-away environment, and writes
# docs/peers-pyradiomics.md. PYTHON chooses the interpreter (3.8 to 3.11). Fails on a difference without a reason.
set -euo pipefail
cd "$(dirname "$0")/../.."
python=${PYTHON:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Its sdist builds C code against an old NumPy, without saying so: the build's needs are installed beforehand.
"$python" -m venv "$work/venv"
pip() { "$work/venv/bin/python" -m pip --quiet --disable-pip-version-check "$@"; }
pip install "setuptools<69" wheel versioneer "cython<3" "numpy<2"
# The sdist of 3.1.0 calls itself 3.0.1a1, so pip turns it down; 3.0.1 is the newest that installs.
if ! pip install --no-build-isolation "pyradiomics==3.1.0" 2>/dev/null; then
  pip install --no-build-isolation "pyradiomics==3.0.1"
fi

data=../shared/data/radiomics/pyradiomics
phantom=../shared/ibsi/ibsi1_ct_radiomics_phantom
cases=()
if [ -d "$data" ]; then
  cases+=("brain1=$data/brain1_image.nrrd,$data/brain1_label.nrrd")
  cases+=("breast1=$data/breast1_image.nrrd,$data/breast1_label.nrrd")
  cases+=("brain1_slice=$data/brain1_image.nrrd,$data/brain1_label.nrrd,slice")
fi
if [ -d "$phantom" ]; then cases+=("ct_phantom=$phantom/phantom.nii.gz,$phantom/mask.nii.gz"); fi
if [ ${#cases[@]} -eq 0 ]; then
  echo "skipped, no data: $data and $phantom are missing" >&2
  exit 1
fi
"$work/venv/bin/python" test/peers/pyradiomics/extract.py test/peers/pyradiomics/settings.json "$work/out" "${cases[@]}"
node test/run.mjs test/peers/pyradiomics/main.ts "$work/out"
