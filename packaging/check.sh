#!/usr/bin/env bash
# Checks scripts in a GitHub workflow: annotations in the log, and a SARIF report if SARIF_FILE says where.
#
#   PATHS       scripts and directories, one a line
#   ARGS        further arguments, one a line
#   SARIF_FILE  a file for a SARIF report; empty: none
set -euo pipefail

arguments=(check --format=github)
while IFS= read -r line; do
    if [ -n "$line" ]; then arguments+=("$line"); fi
done <<<"${ARGS:-}"
if [ -n "${SARIF_FILE:-}" ]; then
    arguments+=("--report=sarif=$SARIF_FILE")
fi
arguments+=(--)
while IFS= read -r line; do
    if [ -n "$line" ]; then arguments+=("$line"); fi
done <<<"${PATHS:-.}"
exec ipxe-lint "${arguments[@]}"
