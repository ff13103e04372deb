"""Sends source-faker's users to the destination with PyAirbyte: straight from the source, or by way of its cache."""

import json
import sys

import airbyte as ab

source_path, destination_path, config_path, count, way = sys.argv[1:]
with open(config_path, encoding="utf-8") as file:
    config = json.load(file)

source = ab.get_source(
    "source-faker",
    config={"count": int(count), "seed": 7, "parallelism": 1},
    local_executable=source_path,
    streams=["users"],
)
destination = ab.get_destination(
    "destination-stripe", config=config, local_executable=destination_path
)
destination.check()
if way == "direct":
    result = destination.write(source, cache=False, state_cache=False, force_full_refresh=True)
else:
    result = destination.write(source.read(cache=ab.new_local_cache("faker")))
print(f"processed {result.processed_records}")
