#!/usr/bin/env bash
# PyAirbyte as the host: 2,000 users of source-faker three times, and its own smoke test of destinations.
#   pyairbyte.sh [VENV]    a folder to keep PyAirbyte and the source in between runs
set -euo pipefail
. "$(dirname "$0")/support.sh"
users=2000
venv=${1:-$work/venv}
export AIRBYTE_OFFLINE_MODE=1 DO_NOT_TRACK=1 PYTHONWARNINGS=ignore

# The source's requirements and PyAirbyte's do not agree, so each has its own folder.
install() {
  [ -x "$venv/$1/bin/$3" ] && return
  python3 -m venv "$venv/$1" >"$work/pip.log" 2>&1 &&
    "$venv/$1/bin/pip" -q install "$2" >>"$work/pip.log" 2>&1 ||
    cannot "Python packages cannot be had: $(tail -n 1 "$work/pip.log")"
}
command -v python3 >/dev/null || cannot "there is no python3"
install faker airbyte-source-faker source-faker
install pyab airbyte pyab
[ -f "$root/dist/main.js" ] || (cd "$root" && node scripts/build.ts)
start_sandbox
cd "$work"

cat >config.json <<'JSON'
{
  "api_key": "rk_test_customers",
  "stripe_mode": "test",
  "unmapped_streams": "ignore",
  "pipelines": [{
    "name": "Users", "stream": "users",
    "matching": [{ "property": "id", "field": "metadata.user_id" }],
    "transformation": { "type": "mapping", "fields": [
      { "field": "email", "expression": "email" },
      { "field": "name", "expression": "name" },
      { "field": "metadata.age", "expression": "age" },
      { "field": "metadata.occupation", "expression": "occupation" }
    ] }
  }],
  "rate_limit": { "account_per_second": 500, "operation_per_second": 500 }
}
JSON

# users_pass WAY WRITES
users_pass() {
  local started=$SECONDS code=0
  sandbox clear_log
  "$venv/pyab/bin/python" "$here/pyairbyte.py" "$venv/faker/bin/source-faker" "$root/dist/main.js" config.json \
    "$users" "$1" >pass.log 2>&1 || code=$?
  echo "PyAirbyte, $1, $((SECONDS - started)) s"
  expect "exit code" "$code" 0
  expect "processed" "$(sed -n 's/^processed //p' pass.log)" "$users"
  expect "customers" "$(sandbox customers)" "$users"
  expect "writes" "$(sandbox writes)" "$2"
  [ "$code" = 0 ] || tail -n 20 pass.log
}
users_pass direct "$users"
users_pass direct 0
users_pass cached 0

echo "pyab validate"
code=0
"$venv/pyab/bin/pyab" validate --connector "$root/dist/main.js" >validate.log 2>&1 || code=$?
expect "exit code" "$code" 0

# smoke NAME CONFIG: all of PyAirbyte's scenarios.
smoke() {
  local code=0
  sandbox clear_log
  PATH=$venv/pyab/bin:$PATH "$venv/pyab/bin/pyab" destination-smoke-test --destination "$root/dist/main.js" \
    --config "$2" --scenarios all >smoke.log 2>&1 || code=$?
  echo "pyab destination-smoke-test, $1"
  expect "exit code" "$code" 0
  echo "  $(sandbox writes) writes; records: $(grep -oE '"records_delivered": *[0-9]+' smoke.log || echo '?')"
  [ "$code" = 0 ] || tail -n 30 smoke.log
}
smoke "no stream has a pipeline" config.json
sed -e 's/"stream": "users"/"stream": "large_batch_stream"/' -e 's/"age"/"value"/; s/"occupation"/"category"/' \
  config.json >batch.json
smoke "its batch has one" batch.json
verdict
