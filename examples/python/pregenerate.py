"""Tickets for a whole list of users, over all cores:

    pip install usersig
    python pregenerate.py 1400000000 ../keys/p256/private_key.txt 7 <users.txt >tickets.csv

Reads one identifier a line, writes identifier,ticket lines in the same order. The key is the console's private_key.txt
(v1) or a file that holds its secret (v2). A line that cannot be signed is reported with its number, the others are done.
"""

from __future__ import annotations

import csv
import sys
from datetime import timedelta
from pathlib import Path

import usersig


def load_key(text: str) -> usersig.PrivateKey | usersig.SecretKey:
    return usersig.PrivateKey.from_pem(text) if "-----BEGIN" in text else usersig.SecretKey(text.strip())


def main() -> int:
    if len(sys.argv) != 4:
        print("usage: pregenerate.py SDKAPPID KEY_FILE DAYS <users.txt >tickets.csv", file=sys.stderr)
        return 2
    sdkappid, key_file, days = sys.argv[1:]
    try:
        signer = usersig.Signer(int(sdkappid), load_key(Path(key_file).read_text()))
        users = [line.rstrip("\r\n") for line in sys.stdin]
        tickets = signer.gen_sig_batch(users, expire=timedelta(days=int(days)))
    except (ValueError, OSError) as error:
        print(f"pregenerate.py: {error}", file=sys.stderr)
        return 2

    rows = csv.writer(sys.stdout, lineterminator="\n")
    failed = 0
    for number, (user, ticket) in enumerate(zip(users, tickets), start=1):
        if isinstance(ticket, str):
            rows.writerow([user, ticket])
        else:
            failed += 1
            print(f"line {number}: {ticket.code}: {ticket}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
