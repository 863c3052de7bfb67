#!/usr/bin/env python3
"""From the start of a process to the end of one that made its first ticket, and the same by hand: first.py LANGUAGE COMMAND…

The command gets the version ("v1", "v2") and the variant ("prepared", "by hand") as its last arguments. Rows as report.py reads
them: medians of the time on the clock, measured in turn.
"""
import json, statistics, subprocess, sys, time

VARIANTS = ("prepared", "by hand")


def us(*arguments):
    start = time.perf_counter()
    subprocess.run([*sys.argv[2:], *arguments], check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1e6


for version in ("v1", "v2"):
    # The first round fills the caches of files.
    rounds = [[us(version, variant) for variant in VARIANTS] for _ in range(16)][1:]
    for variant, times in zip(VARIANTS, zip(*rounds)):
        print(json.dumps({"language": sys.argv[1], "row": f"first {version}", "variant": variant, "us": statistics.median(times)}))
