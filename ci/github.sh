#!/usr/bin/env bash
# One run for a job on GitHub: annotations to the log, reports to files, and the summary of the job only where it is asked for.
# Everything comes from the environment (see action.yml) and is passed on as data. Ends with the exit status of zonecheck.
set -uo pipefail

reports=${ZONECHECK_REPORTS:-}
arguments=(--format github --lang "${ZONECHECK_LANG:-zh}" --fail-on "${ZONECHECK_FAIL_ON:-review}" --sarif-profile github)
if [ -n "$reports" ]; then
    mkdir -p "$reports"
    arguments+=(-o "sarif=$reports/zonecheck.sarif" -o "junit=$reports/junit.xml")
    arguments+=(-o "html=$reports/zonecheck.html" -o "markdown=$reports/zonecheck.md")
fi

paths=()
while IFS= read -r line; do [ -n "$line" ] && paths+=("$line"); done <<<"${ZONECHECK_PATHS:-}"
while IFS= read -r line; do [ -n "$line" ] && arguments+=("$line"); done <<<"${ZONECHECK_OPTIONS:-}"

python -m zonecheck check "${arguments[@]}" -- ${paths[@]+"${paths[@]}"}
status=$?

if [ -n "${GITHUB_OUTPUT:-}" ]; then
    { echo "status=$status"; [ -n "$reports" ] && echo "sarif=$reports/zonecheck.sarif"; } >>"$GITHUB_OUTPUT"
fi
if [ "${ZONECHECK_SUMMARY:-false}" = true ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ] && [ -f "$reports/zonecheck.md" ]; then
    head -c 1000000 "$reports/zonecheck.md" >>"$GITHUB_STEP_SUMMARY" # GitHub takes up to a mebibyte
fi
exit "$status"
