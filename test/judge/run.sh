#!/usr/bin/env bash
# Our files and numbers, judged by other programs. Each step stands alone; one that fails does not stop the others.
cd "$(dirname "$0")" || exit 1
failed=0
step() {
  echo "== $1"
  bash "$1" || { echo "FAILED: $1"; failed=1; }
}
step seg.sh
exit "$failed"
