#!/usr/bin/env python3
"""Turns the rows of one bench run into tables and a chart: report.py DIRECTORY (with rows.jsonl).

Each line of rows.jsonl is one measurement of one process: `language`, `row` (v1 gen, v1 verify, v2 gen, v2 verify;
first v1 and first v2 are whole processes and come from `first.py`),
`variant`, and `us`: microseconds per call of the process's CPU time, which does not count what else the machine does; the
median of slices that are measured in turn with all other variants of that language. Variants: `prepared` (the package, key
parsed once), `one-shot` (the package, key text given on every call), `by hand` (the best that the ecosystem's standard parts
give, keys read once, contexts and compressors used again where possible), `floor: …` (the bare cryptography). What is shown is
the median of the processes; ratios are taken within one language only.
"""
import json, os, pathlib, platform, statistics, sys, tomllib
from xml.sax.saxutils import escape

ROWS = ["v1 gen", "v1 verify", "v2 gen", "v2 verify"]
FIRST = ["first v1", "first v2"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
# As each room calls what it measures, the core first.
ROOMS = [ROOT / "crates/usersig", ROOT / "crates/usersig-cli", *sorted((ROOT / "bindings").iterdir())]
NAMES = {name: title for room in ROOMS for name, title in tomllib.loads((room / "scripts/room.toml").read_text())["titles"].items()}


def main(directory):
    rows = [json.loads(line) for line in (directory / "rows.jsonl").read_text().splitlines() if line.startswith("{")]
    # The same measurement of several processes is one row.
    merged = {}
    for r in rows:
        merged.setdefault((r["language"], r["row"], r.get("variant")), []).append(r)
    for same in merged.values():
        for key in {"us", "ratio"} & same[0].keys():
            same[0][key] = statistics.median(r[key] for r in same)
    processes = max(map(len, merged.values()))
    rows = [same[0] for same in merged.values()]
    times = {(r["language"], r["row"], r["variant"]): r["us"] for r in rows if "us" in r}
    languages = [name for name in NAMES if any(key[0] == name for key in times)]

    def cell(language, row, variant):
        # Of several floors the lowest.
        return min((us for (l, r, v), us in times.items() if l == language and r == row and v.startswith(variant)), default=None)

    number = lambda us: "" if us is None else f"{us:.1f}" if us < 100 else f"{us:.0f}"
    lines = [f"Measured on: {cpu()}, {os.cpu_count()} cores. Microseconds of CPU time per call, medians of {processes} processes.", "",
             "For ci/measure/README.md, usersig : by hand (Rust: floor):", "", "| | v1 gen | v1 verify | v2 gen | v2 verify |", "|---|---:|---:|---:|---:|"]
    for language in languages:
        pairs = [[cell(language, row, variant) for variant in ("prepared", "floor" if language == "rust" else "by hand")] for row in ROWS]
        if all(None not in pair for pair in pairs):
            lines.append(f"| {NAMES[language]} | {' | '.join(f'{number(ours)} : {number(other)}' for ours, other in pairs)} |")
    lines += ["", "First ticket of a process, milliseconds from its start to its end, usersig : by hand:", "", "| | v1 | v2 |", "|---|---:|---:|"]
    for language in languages:
        pairs = [[cell(language, row, variant) for variant in ("prepared", "by hand")] for row in FIRST]
        if all(None not in pair for pair in pairs):
            lines.append(f"| {NAMES[language]} | {' | '.join(f'{number(ours / 1e3)} : {number(other / 1e3)}' for ours, other in pairs)} |")
    lines += ["", *(f"{NAMES[r['language']]}: {r['name']}." for r in rows if r["row"] == "runtime"), "",
             "| language | row | usersig | key on every call | by hand | by hand / usersig | floor | usersig / floor |",
             "|---|---|---:|---:|---:|---:|---:|---:|"]
    for language in languages:
        for row in ROWS:
            ours, once, hand, floor = (cell(language, row, v) for v in ("prepared", "one-shot", "by hand", "floor"))
            if ours is None:
                continue
            ratio = lambda a, b: f"{a / b:.2f}" if a and b else ""
            lines.append(f"| {NAMES[language]} | {row} | {number(ours)} | {number(once)} | {number(hand)} | {ratio(hand, ours)} "
                         f"| {number(floor)} | {ratio(ours, floor)} |")
    for (language, row, variant), us in times.items():
        if variant.startswith("floor") or variant == "in a batch":
            lines.append(f"\n{NAMES[language]}, {row}, {variant}: {us:.1f}, {us / cell(language, row, 'floor'):.2f} of the lowest floor.")
    for r in rows:
        if r["row"] == "ticket length":
            lines.append(f"\nTicket length, {r['variant']}: v1 {r['v1']}, v2 {r['v2']} characters." if "v1" in r else "")
        if "ratio" in r:
            lines.append(f"\n{NAMES[r['language']]}, {r['row']}, {r['variant']}: {r['ratio']:.2f}.")
        if "size" in r:
            lines.append(f"\n{NAMES[r['language']]}, {r['row']}, all files of it: {r['size'] / 1024:.0f} KiB.")
        if "bytes" in r:
            lines.append(f"\n{NAMES[r['language']]}, {r['row']} of one {r['variant']}: {r['bytes']} bytes.")
    table = "\n".join(lines) + "\n"
    (directory / "table.md").write_text(table)
    (directory / "chart.svg").write_text(chart(languages, cell))
    print(table)


def cpu():
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def chart(languages, cell):
    """Calls per second beside those of the hand-written code, one group of bars per language and row."""
    bars = [(language, row, cell(language, row, "prepared"), cell(language, row, "by hand") or cell(language, row, "floor"))
            for language in languages for row in ROWS if cell(language, row, "prepared")]
    height, width, left = 34 * len(bars) + 60, 760, 190
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">',
           f'<rect width="{width}" height="{height}" fill="#fff"/>',
           '<text x="10" y="22" font-size="15">Time per call, relative to the best by hand (Rust: to the bare cryptography)</text>']
    for index, (language, row, ours, other) in enumerate(bars):
        y = 40 + 34 * index
        longest = max(ours, other or 0)
        out.append(f'<text x="10" y="{y + 15}">{escape(NAMES[language])}, {row}</text>')
        for offset, value, colour in ((0, ours, "#2b6cb0"), (13, other, "#cbd5e0")):
            if value:
                length = (width - left - 110) * value / longest
                out.append(f'<rect x="{left}" y="{y + offset}" width="{length:.1f}" height="11" fill="{colour}"/>'
                           f'<text x="{left + length + 6:.1f}" y="{y + offset + 10}">{value:.1f} µs</text>')
    return "\n".join(out + ["</svg>"]) + "\n"


main(pathlib.Path(sys.argv[1]))
