#!/bin/sh
# The heap takes three quarters of the container's memory limit, where there is one.
set -eu
max=""
for file in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
  if [ -r "$file" ]; then max=$(cat "$file"); break; fi
done
heap=""
case "$max" in
  "" | max | *[!0-9]*) ;;
  *)
    mebibytes=$((max / 1048576))
    if [ "$mebibytes" -gt 0 ] && [ "$mebibytes" -lt 65536 ]; then
      heap="--max-old-space-size=$((mebibytes * 3 / 4))"
    fi
    ;;
esac
exec node $heap /airbyte/destination-stripe/dist/main.js "$@"
