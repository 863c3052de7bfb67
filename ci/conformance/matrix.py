#!/usr/bin/env python3
"""matrix.py [-w] FILE…: which attack cases ran in which language, through its own interface and through the official one.

The tests of every language note each case that they run where USERSIG_RAN names a file; ci/test makes one for each. Fails
where an attack that a ticket or an identifier can carry has no case in one of them, where a case of an interface of ours was
left out without being named below, and where the table in README.md is not what ran; -w writes it. Languages that no file
speaks of are left as they are in the table.
"""

import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
COLUMNS = ["rust", "command", "cpp", "cpp drop-in", "python", "python drop-in", "node", "node drop-in", "java", "java drop-in",
           "go", "go drop-in", "php", "php drop-in", "csharp", "csharp drop-in"]
# What no case file can hold has tests of its own in every language.
NO_CASES = {"A13": "secrets in logs", "A15": "one code per cause (errors.json)"}
# Cases without the label in their name.
ALSO = {"A12": ["1024 bytes", "1025 bytes"]}
LEFT_OUT = {
    "node": {}, "php": {}, "rust": {}, "java": {},
    "cpp": {}, "python": {"room: with a userbuf besides": "no argument for it"},
    "go": {name: "privileges are 32 bits" for name in ("room: privileges -1", "room: privileges 4294967296")},
    "csharp": {
        "p256_private: issued after the end of time": "no such DateTimeOffset", "secret: issued after the end of time": "the same",
        "1.0 now beyond the end of time": "the same", "2.0 now beyond the end of time": "the same",
        "room: privileges -1": "privileges are 32 bits", "room: privileges 4294967296": "the same",
    },
}
# Official interfaces without a call that checks, and a command that only checks here.
ONLY = {"csharp drop-in": "gen", "command": "verify"}


def attacks_of(case):
    named = set(re.findall(r"\bA\d+\b", case["name"])) | {case.get("attack")} - {None}
    return named | {attack for attack, parts in ALSO.items() if any(part in case["name"] for part in parts)}


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "-w"]
    kinds, attacks = {}, {}
    for file in ("gen", "verify", "authenticate", "attack", "official", "inspect"):
        for case in json.loads((HERE / f"{file}_cases.json").read_text(encoding="utf-8")):
            kinds.setdefault(case["name"], set()).add("gen" if file == "gen" else "verify")
            attacks[case["name"]] = attacks_of(case)
    ran = {}
    for argument in arguments:
        for line in Path(argument).read_text(encoding="utf-8").splitlines():
            what, name = line.split("\t")
            ran.setdefault(what, set()).add(name)
    wrong = [f"no column for {what}" for what in ran if what not in COLUMNS]
    rows = sorted({attack for some in attacks.values() for attack in some}, key=lambda attack: int(attack[1:]))
    counts = {}
    for what, names in ran.items():
        for attack in rows:
            counts[what, attack] = sum(attack in attacks.get(name, ()) for name in names)
            possible = any(attack in attacks[name] and ONLY.get(what, kind) == kind for name in kinds for kind in kinds[name])
            if possible and counts[what, attack] == 0:
                wrong.append(f"{what}: no case of {attack}")
        if what in LEFT_OUT:
            for name in sorted(set(kinds) - names - set(LEFT_OUT[what])):
                wrong.append(f"{what}: {name!r} did not run")
            wrong += [f"{what}: {name!r} ran after all" for name in set(LEFT_OUT[what]) & names]

    groups = {}
    for case in json.loads((HERE / "contract_cases.json").read_text(encoding="utf-8")):
        groups.setdefault(case["group"], set()).add(case["name"])
    tried = {what: names for what, names in ran.items() if names & set().union(*groups.values())}
    wrong += [f"{what}: no case of the contract's {group}" for what, names in tried.items() for group in groups if not names & groups[group]]
    contract = {(what, group): len(names & groups[group]) for what, names in tried.items() for group in groups}

    path = HERE / "README.md"
    readme = path.read_text(encoding="utf-8")
    own = [column for column in COLUMNS if "drop-in" not in column and column != "command"]
    for first, columns, lines, numbers, there in (
        ("attack", COLUMNS, rows, counts, ran),
        ("contract", own, list(groups), contract, tried),
    ):
        table = re.search(rf"^\| {first} \|.*\n(?:\|.*\n)+", readme, re.M)[0]
        old = {}
        for line in table.splitlines()[2:]:
            name, *cells = (cell.strip() for cell in line.strip("|").split("|"))
            old[name] = dict(zip(columns, cells))
        text = f"| {first} | " + " | ".join(columns) + " |\n" + "|---" * (len(columns) + 1) + "|\n"
        for name in lines:
            cells = [str(numbers[what, name] or "–") if what in there else old.get(name, {}).get(what, "?") for what in columns]
            text += f"| {name} | " + " | ".join(cells) + " |\n"
        if "-w" in sys.argv:
            readme = readme.replace(table, text)
        elif table != text:
            wrong.append(f"the table of each {first} in ci/conformance/README.md is not what ran; write it with -w")
        print(text)
    if "-w" in sys.argv:
        path.write_text(readme, encoding="utf-8")
    if wrong:
        sys.exit("\n".join(wrong))


main()
