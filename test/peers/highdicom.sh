#!/usr/bin/env bash
# Reads our SEG and measurement report with highdicom, installed into a throw-away environment. PYTHON chooses the interpreter.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip --quiet --disable-pip-version-check install "highdicom==0.28.2"
node test/run.mjs test/judge/exports.ts "$work/out"
"$work/venv/bin/python" test/peers/run-highdicom.py "$work/out"
