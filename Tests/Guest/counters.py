"""Says whether counters have run on: counters.py FILE

FILE holds what `lvsctl list --json --stats` wrote time after time, each followed by a zero byte. Prints how many counters
have fallen, how many have grown, and how many packets came in all.
"""
import json
import sys

first, last, fallen = {}, {}, []
for text in open(sys.argv[1]).read().split("\0")[:-1]:
    now = {}
    for service in json.loads(text)["services"]:
        name = f"{service.get('address', service.get('mark'))}"
        for thing, owner in [(service, name)] + [(s, f"{name} {s['address']}") for s in service["servers"]]:
            # Rates fall and rise.
            now |= {(owner, counter): value for counter, value in thing.get("statistics", {}).items()
                    if not counter.endswith("_rate")}
    fallen += [f"{key}: {last[key]} -> {now[key]}" for key in now if now[key] < last.get(key, 0)]
    first = now | first
    last |= now
grown = sum(last[key] > first[key] for key in last)
packets = sum(last[key] - first[key] for key in last if key[1] == "incoming_packets" and " " not in key[0])
print(f"{len(fallen)} fell, {grown} grew, {packets} packets of services", *fallen[:3])
