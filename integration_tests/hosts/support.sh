# Shared by the scripts of this folder: `. support.sh` from one of them. Gives $work, removed at the end, and a sandbox.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
here=$root/integration_tests/hosts
PATH=$root/node_modules/.bin:$PATH
work=$(mktemp -d)
sandbox_pid=""
failures=0

finish() {
  local status=$?
  if [ -n "$sandbox_pid" ]; then kill "$sandbox_pid" 2>/dev/null || true; fi
  rm -rf "$work"
  exit "$status"
}
trap finish EXIT

# Ends the script well, with the reason why nothing could be tested.
cannot() {
  echo "not run: $*"
  exit 0
}

# Starts a sandbox on a free port; its address is in STRIPE_API_BASE.
start_sandbox() {
  node "$root/integration_tests/stripe-sandbox/main.ts" --port 0 --limits none >"$work/sandbox.url" &
  sandbox_pid=$!
  for _ in $(seq 100); do
    if [ -s "$work/sandbox.url" ]; then break; fi
    sleep 0.1
  done
  STRIPE_API_BASE=$(cat "$work/sandbox.url")
  export STRIPE_API_BASE
}

# customers | writes: how many there are, how many requests wrote since the log was cleared (not a probe that is refused).
sandbox() {
  node -e '
    const [base, what] = process.argv.slice(1);
    const get = async (name) => (await fetch(`${base}/_sandbox/${name}`)).json();
    const count = { customers: async () => (await get("count")).count,
      writes: async () => (await get("log?method=POST")).requests.filter(({ status }) => status < 300).length };
    if (what === "clear_log") await fetch(`${base}/_sandbox/clear_log`, { method: "POST", body: "{}" });
    else console.log(await count[what]());
  ' --input-type=module "$STRIPE_API_BASE" "$1"
}

# expect NAME ACTUAL WANTED
expect() {
  if [ "$2" = "$3" ]; then
    echo "  ok    $1: $2"
  else
    echo "  FAIL  $1: $2, wanted $3"
    failures=$((failures + 1))
  fi
}

# echoed INPUT OUTPUT: "n of m", the input's STATE lines and those that came out byte for byte but for destinationStats.
echoed() {
  node "$here/echoed.ts" "$1" "$2"
}

# The number of lines of a file that hold a text.
lines_with() {
  grep -cF -- "$1" "$2" || true
}

# Ends with the verdict.
verdict() {
  if [ "$failures" -gt 0 ]; then
    echo "$failures failed"
    exit 1
  fi
  echo "all passed"
}
