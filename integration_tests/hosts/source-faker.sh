#!/usr/bin/env bash
# What a real source prints, through a real process: airbyte-source-faker's users, twice.
#   source-faker.sh [VENV]    a folder to keep the source in between runs
set -euo pipefail
. "$(dirname "$0")/support.sh"
users=1000
venv=${1:-$work/venv}

if [ ! -x "$venv/bin/source-faker" ]; then
  command -v python3 >/dev/null || cannot "there is no python3"
  python3 -m venv "$venv" >"$work/pip.log" 2>&1 &&
    "$venv/bin/pip" -q install airbyte-source-faker >>"$work/pip.log" 2>&1 ||
    cannot "Python packages cannot be had: $(tail -n 1 "$work/pip.log")"
fi
[ -f "$root/dist/main.js" ] || (cd "$root" && node scripts/build.ts)
start_sandbox

cat >"$work/source.json" <<JSON
{ "count": $users, "seed": 7, "parallelism": 2, "always_updated": false }
JSON
cat >"$work/catalog.json" <<'JSON'
{ "streams": [{
  "stream": {
    "name": "users", "json_schema": {}, "supported_sync_modes": ["full_refresh", "incremental"],
    "source_defined_cursor": true, "default_cursor_field": ["updated_at"], "source_defined_primary_key": [["id"]]
  },
  "sync_mode": "incremental", "cursor_field": ["updated_at"],
  "destination_sync_mode": "append_dedup", "primary_key": [["id"]]
}] }
JSON
cat >"$work/config.json" <<'JSON'
{
  "api_key": "rk_test_customers",
  "stripe_mode": "test",
  "pipelines": [{
    "name": "Users", "stream": "users",
    "matching": [{ "property": "id", "field": "metadata.user_id" }],
    "transformation": { "type": "mapping", "fields": [
      { "field": "email", "expression": "email" },
      { "field": "name", "expression": "name" },
      { "field": "phone", "expression": "telephone" },
      { "field": "metadata.occupation", "expression": "occupation" }
    ] }
  }],
  "rate_limit": { "account_per_second": 500, "operation_per_second": 500 }
}
JSON

"$venv/bin/source-faker" read --config "$work/source.json" --catalog "$work/catalog.json" >"$work/messages.jsonl"
echo "source-faker: $(lines_with '"type":"RECORD"' "$work/messages.jsonl") records"
for pass in first second; do
  sandbox clear_log
  started=$SECONDS
  code=0
  node "$root/dist/main.js" write --config "$work/config.json" --catalog "$work/catalog.json" \
    <"$work/messages.jsonl" >"$work/$pass.jsonl" 2>"$work/stderr" || code=$?
  echo "$pass pass, $((SECONDS - started)) s"
  expect "exit code" "$code" 0
  expect "customers" "$(sandbox customers)" "$users"
  states=$(lines_with '"type":"STATE"' "$work/messages.jsonl")
  expect "STATE lines echoed" "$(echoed "$work/messages.jsonl" "$work/$pass.jsonl")" "$states of $states"
  expect "bytes on stderr" "$(wc -c <"$work/stderr")" 0
  if [ "$pass" = first ]; then
    expect "writes" "$(sandbox writes)" "$users"
  else
    expect "writes" "$(sandbox writes)" 0
  fi
done
verdict
