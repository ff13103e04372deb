#!/usr/bin/env bash
# Builds the image and runs it as Airbyte does: as 1000, without capabilities, on a read-only root, through named pipes.
#   BUILD_FLAGS   more flags for `buildah bud`, e.g. `-v /ca.crt:/etc/ssl/certs/ca-certificates.crt:ro`
#   RUN_FLAGS     more flags for `podman run`
#   SKIP_BUILD=1  takes the image that is there
#   IMAGE         its name
set -euo pipefail
. "$(dirname "$0")/support.sh"
command -v buildah >/dev/null || cannot "there is no buildah"
command -v podman >/dev/null || cannot "there is no podman"
image=${IMAGE:-destination-stripe:dev}
records=500
runtime=()
if command -v runc >/dev/null; then runtime=(--runtime runc); fi
limits=(--user 1000:1000 --read-only --cap-drop all --security-opt no-new-privileges)

# run PODMAN-FLAG... -- ARGUMENT...: the image with the limits, the sandbox's address and /files to read.
run() {
  local flags=()
  while [ "$1" != -- ]; do flags+=("$1"); shift; done
  shift
  # shellcheck disable=SC2086
  podman "${runtime[@]}" run --rm -i --network host "${limits[@]}" ${RUN_FLAGS:-} \
    -e STRIPE_API_BASE -e DATA_CHANNEL_MEDIUM=STDIO -e DATA_CHANNEL_FORMAT=JSONL \
    -v "$work/files:/files:ro" "${flags[@]}" "$image" "$@"
}

# config NAME TRANSFORMATION
config() {
  cat >"$work/files/$1.json" <<JSON
{ "api_key": "rk_test_customers", "stripe_mode": "test", "pipelines": [{
    "name": "Users", "stream": "users",
    "matching": [{ "property": "id", "field": "metadata.user_id" }], "transformation": $2 }],
  "rate_limit": { "account_per_second": 500, "operation_per_second": 500 } }
JSON
}

# write_pass NAME CONFIG WRITES: one `write` with stdin and stdout as they are.
write_pass() {
  local code=0
  sandbox clear_log
  run -- write --config "/files/$2.json" --catalog /files/catalog.json \
    <"$work/messages.jsonl" >"$work/$1.jsonl" 2>"$work/stderr" || code=$?
  written "$1" "$code" "$3"
}

# written NAME EXIT-CODE WRITES
written() {
  expect "$1: exit code" "$2" 0
  expect "$1: customers" "$(sandbox customers)" "$records"
  expect "$1: writes" "$(sandbox writes)" "$3"
  expect "$1: STATE lines echoed" "$(echoed "$work/messages.jsonl" "$work/$1.jsonl")" "5 of 5"
  local kind=unchanged
  if [ "$3" -gt 0 ]; then kind=created; fi
  expect "$1: $kind in the summary" "$(grep -oE "$kind"'\\":[0-9]+' "$work/$1.jsonl" | grep -oE '[0-9]+' | head -n 1)" "$records"
  [ "$2" = 0 ] || tail -n 3 "$work/$1.jsonl" "$work/stderr"
}

if [ -z "${SKIP_BUILD:-}" ]; then
  # shellcheck disable=SC2086
  (cd "$root" && buildah bud --isolation chroot ${BUILD_FLAGS:-} -t "$image" .) >"$work/build.log" 2>&1 ||
    { tail -n 30 "$work/build.log"; exit 1; }
fi
echo "image: $(podman image inspect --format '{{.Size}}' "$image" | awk '{printf "%.0f MB", $1 / 1e6}')"
start_sandbox

mkdir -p "$work/files" "$work/dest"
chmod 755 "$work" "$work/files"
chmod 777 "$work/dest"
config mapping '{ "type": "mapping", "fields": [{ "field": "email", "expression": "email" }, { "field": "name", "expression": "name" }] }'
config javascript '{ "type": "javascript", "source": "function transform(profile) { return { email: profile.email, name: profile.name }; }" }'
config python '{ "type": "python", "source": "def transform(profile):\n    return {\"email\": profile[\"email\"], \"name\": profile[\"name\"]}" }'
sed 's/rk_test_customers/rk_test_unknown/' "$work/files/mapping.json" >"$work/files/stranger.json"
cat >"$work/files/catalog.json" <<'JSON'
{ "streams": [{ "stream": { "name": "users", "json_schema": {}, "supported_sync_modes": ["full_refresh"] },
  "sync_mode": "full_refresh", "destination_sync_mode": "append_dedup", "primary_key": [["id"]] }] }
JSON
node -e '
  for (let id = 1; id <= Number(process.argv[1]); id += 1) {
    const data = { id: `u${id}`, email: `person${id}@example.com`, name: `Zoë ${id}` };
    console.log(JSON.stringify({ type: "RECORD", record: { stream: "users", data, emitted_at: id } }));
    if (id % 100 > 0) continue;
    console.log(`{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"users"},` +
      `"stream_state":{"at":1.50,"\\u0069d":${id}}},"id":${id},"sourceStats":{"recordCount":100.0}}}`);
  }' "$records" >"$work/messages.jsonl"

echo "spec"
started=$(date +%s%N)
run -- spec >"$work/spec.jsonl"
echo "  $((($(date +%s%N) - started) / 1000000)) ms with the start of the container"
expect "one SPEC line" "$(lines_with '"type":"SPEC"' "$work/spec.jsonl") of $(wc -l <"$work/spec.jsonl")" "1 of 1"

echo "check"
run -- check --config /files/mapping.json >"$work/check.jsonl"
expect "succeeded" "$(lines_with '"status":"SUCCEEDED"' "$work/check.jsonl")" 1
run -- check --config /files/stranger.json >"$work/stranger.jsonl" || true
expect "a strange key fails" "$(lines_with '"status":"FAILED"' "$work/stranger.jsonl")" 1

echo "write"
write_pass first mapping "$records"
write_pass second mapping 0
write_pass javascript javascript 0
write_pass python python 0

echo "write on named pipes, as the platform starts it"
cp "$work/files/mapping.json" "$work/dest/connectorConfig.json"
cp "$work/files/catalog.json" "$work/dest/catalog.json"
mkfifo -m 666 "$work/dest/stdin" "$work/dest/stdout" "$work/dest/stderr"
sandbox clear_log
cat "$work/messages.jsonl" >"$work/dest/stdin" &
cat "$work/dest/stdout" >"$work/pipes.jsonl" &
reader=$!
cat "$work/dest/stderr" >"$work/pipes.stderr" &
code=0
run -v "$work/dest:/dest" -w /dest --entrypoint /bin/sh -- -c \
  'eval "$AIRBYTE_ENTRYPOINT write --config /dest/connectorConfig.json --catalog /dest/catalog.json" 2> stderr > stdout < stdin' ||
  code=$?
wait "$reader"
written pipes "$code" 0
expect "pipes: bytes on stderr" "$(wc -c <"$work/pipes.stderr")" 0

echo "write that is told to end while stdin is open"
mkfifo "$work/open"
sandbox clear_log
run --name "stripe-ended-$$" -- write --config /files/mapping.json --catalog /files/catalog.json \
  <"$work/open" >"$work/ended.jsonl" 2>"$work/stderr" &
ended=$!
exec 3>"$work/open"
head -n 50 "$work/messages.jsonl" >&3
sleep 3
podman "${runtime[@]}" kill --signal TERM "stripe-ended-$$" >/dev/null
code=0
wait "$ended" || code=$?
exec 3>&-
expect "exit code, also as the container's first process" "$code" 143

echo "what the platform's scripts need, and what is closed"
inside() { run --entrypoint /bin/sh -- -c "$1"; }
expect "missing tools" "$(inside 'for tool in sh sleep mv kill echo; do command -v $tool >/dev/null || echo $tool; done')" ""
expect "user" "$(inside 'id -u')" 1000
expect "capabilities" "$(inside 'sed -n s/^CapEff:.//p /proc/self/status')" 0000000000000000
expect "the root is closed" "$(inside 'touch /airbyte/x 2>/dev/null || echo closed')" closed
verdict
