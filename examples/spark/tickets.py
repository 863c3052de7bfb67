"""UserSigs for a table of identifiers, by Spark:

    spark-submit tickets.py --sdkappid 1400000000 --secret-key-file /etc/usersig/secret.txt \\
        --input users.parquet --output tickets.parquet --expire-days 30

The input has a column `identifier`; the output has one row for each of its rows: identifier, usersig, expires_at (unix seconds)
and error, the word of what is wrong with the identifier. README.md says how the key travels and how a job resumes.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import usersig
from pyspark.sql import SparkSession

SCHEMA = "identifier string, usersig string, expires_at long, error string"


class MakeTickets:
    """What runs on the executors. It holds the name of the key's file, and not the key: it is pickled into the job."""

    def __init__(self, sdkappid: int, version: str, key_file: str, expire: int, issued_at: int) -> None:
        self.sdkappid, self.version, self.key_file, self.expire, self.issued_at = sdkappid, version, key_file, expire, issued_at

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        # Read by each task from its own machine's file.
        text = Path(self.key_file).read_text()
        key = usersig.PrivateKey.from_pem(text) if self.version == "v1" else usersig.SecretKey(text.strip())
        signer = usersig.Signer(self.sdkappid, key)
        for batch in batches:
            identifiers = batch.column("identifier").to_pylist()
            # Spark has a task for every core already. A NULL is refused as an empty identifier is.
            made = signer.gen_sig_batch(
                [identifier or "" for identifier in identifiers], expire=self.expire, issued_at=self.issued_at, threads=1
            )
            good = [isinstance(ticket, str) for ticket in made]
            yield pa.RecordBatch.from_pydict(
                {
                    "identifier": pa.array(identifiers, pa.string()),
                    "usersig": pa.array([t if isinstance(t, str) else None for t in made], pa.string()),
                    "expires_at": pa.array([self.issued_at + self.expire if ok else None for ok in good], pa.int64()),
                    "error": pa.array([None if isinstance(t, str) else t.code for t in made], pa.string()),
                }
            )


def slices(files: list[str], size: int) -> Iterator[tuple[str, list[str]]]:
    """Groups of files, each with a name that another run of the same job finds again."""
    for start in range(0, len(files), size):
        group = files[start : start + size]
        yield hashlib.sha256("\n".join(group).encode()).hexdigest()[:16], group


def main() -> int:
    parser = argparse.ArgumentParser(description="UserSigs for a table of identifiers")
    parser.add_argument("--sdkappid", type=int, required=True)
    key = parser.add_mutually_exclusive_group(required=True)
    key.add_argument("--key", metavar="FILE", help="private_key.txt (v1), at this path on every executor")
    key.add_argument("--secret-key-file", metavar="FILE", help="the secret (v2), at this path on every executor")
    parser.add_argument("--input", required=True, help="Parquet with a column `identifier`; its files must not change meanwhile")
    parser.add_argument("--output", required=True, help="folder for Parquet; a job that was killed goes on in it")
    parser.add_argument("--expire-days", type=int, default=30)
    parser.add_argument("--files-per-slice", type=int, default=64, metavar="N", help="input files that are done, or done again, together")
    options = parser.parse_args()
    version = "v1" if options.key else "v2"

    spark = SparkSession.builder.appName("usersig").getOrCreate()
    files = sorted(spark.read.parquet(options.input).inputFiles())
    hadoop = spark.sparkContext._jvm.org.apache.hadoop.fs
    for name, group in slices(files, options.files_per_slice):
        folder = f"{options.output}/slice={name}"
        # Spark writes this file when everything else is there.
        done = hadoop.Path(f"{folder}/_SUCCESS")
        if done.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration()).exists(done):
            continue
        # One time of issue for a slice: a task that is repeated makes the same tickets.
        make = MakeTickets(options.sdkappid, version, options.key or options.secret_key_file, options.expire_days * 86400, int(time.time()))
        spark.read.parquet(*group).select("identifier").mapInArrow(make, SCHEMA).write.mode("overwrite").parquet(folder)
    spark.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
