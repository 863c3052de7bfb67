"""The example as a cluster runs it: two worker processes, a million rows, an executor killed, the job killed and started again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pyspark
import pytest
import usersig

HERE = Path(__file__).parent
SECRET = HERE.parent / "keys" / "secret.txt"
ROWS, FILES = int(os.environ.get("USERSIG_SPARK_ROWS", 1_000_000)), 32
BAD = {3: "", 5: None, 7: "line\nbreak", 11: "x" * 1025}


@pytest.fixture(scope="module")
def users(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("spark") / "users"
    folder.mkdir()
    for number in range(FILES):
        rows = [f"user{i}" for i in range(number * ROWS // FILES, (number + 1) * ROWS // FILES)]
        for place, identifier in BAD.items():
            rows[place] = identifier
        # Twice the same identifier: two rows.
        rows[13] = rows[14]
        # Java's snappy takes a machine on which musl is installed, too, for one of musl.
        table = pa.table({"identifier": pa.array(rows, pa.string())})
        parquet.write_table(table, folder / f"part-{number:02}.parquet", compression="zstd")
    return folder


class Job:
    def __init__(self, folder: Path, users: Path) -> None:
        self.folder, self.output = folder, folder / "tickets"
        submit = shutil.which("spark-submit", path=str(Path(sys.executable).parent))
        for name in ("events", "local"):
            (folder / name).mkdir(exist_ok=True)
        self.log = (folder / "driver.log").open("ab")
        self.process = subprocess.Popen(
            [submit, "--master", "local-cluster[2,1,1024]", "--conf", "spark.eventLog.enabled=true"]
            + ["--conf", f"spark.eventLog.dir=file://{folder}/events", "--conf", "spark.ui.enabled=false"]
            + ["--conf", "spark.eventLog.compress=false", "--conf", f"spark.local.dir={folder}/local"]
            + ["--conf", "spark.sql.parquet.compression.codec=zstd"]
            + [str(HERE / "tickets.py"), "--sdkappid", "1400000000", "--secret-key-file", str(SECRET), "--files-per-slice", "8"]
            + ["--input", str(users), "--output", str(self.output)],
            env={**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"},
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )

    def slices(self) -> dict[str, int]:
        return {done.parent.name: done.stat().st_mtime_ns for done in self.output.glob("slice=*/_SUCCESS")}

    def wait_for(self, what: str, true: object) -> None:
        end = time.monotonic() + 300
        while not true():  # type: ignore[operator]
            assert time.monotonic() < end and self.process.poll() is None, f"{what}: {(self.folder / 'driver.log').read_text()[-3000:]}"
            time.sleep(0.02)

    def executors(self) -> list[int]:
        found = subprocess.run(["pgrep", "-s", str(self.process.pid), "-f", "CoarseGrainedExecutorBackend"], capture_output=True, text=True)
        return [int(pid) for pid in found.stdout.split()]

    def kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def test_a_killed_job_goes_on_and_loses_nothing(users: Path, tmp_path: Path) -> None:
    first = Job(tmp_path, users)
    try:
        first.wait_for("first slice", lambda: len(first.slices()) >= 1)
    finally:
        first.kill()
    done = first.slices()
    assert 1 <= len(done) < 4

    second = Job(tmp_path, users)
    try:
        second.wait_for("executors", lambda: len(second.executors()) == 2 and len(second.slices()) > len(done))
        os.kill(second.executors()[0], signal.SIGKILL)
        assert second.process.wait(600) == 0, (tmp_path / "driver.log").read_text()[-3000:]
    finally:
        second.kill()
    assert len(second.slices()) == 4
    assert done.items() <= second.slices().items(), "a finished slice was written again"

    rows = parquet.read_table(second.output, columns=["identifier", "usersig", "expires_at", "error"])
    assert rows.num_rows == ROWS
    given = pa.concat_tables(parquet.read_table(file) for file in sorted(users.glob("*.parquet")))
    assert sorted(map(str, rows["identifier"].to_pylist())) == sorted(map(str, given["identifier"].to_pylist()))

    signer = usersig.Signer(1400000000, usersig.SecretKey(SECRET.read_text().strip()))
    by_issue: dict[int, list[tuple[str, str]]] = {}
    refused = 0
    for row in rows.to_batches():
        for identifier, ticket, expires_at, error in zip(*(column.to_pylist() for column in row.columns)):
            if error is None:
                by_issue.setdefault(expires_at - 30 * 86400, []).append((identifier, ticket))
            else:
                refused += 1
                assert (error, ticket, expires_at) == ("invalid_identifier", None, None) and identifier in BAD.values()
    assert refused == len(BAD) * FILES
    assert len(by_issue) <= 4, "one time of issue for each slice"
    for issued_at, pairs in by_issue.items():
        expected = signer.gen_sig_batch([identifier for identifier, _ in pairs], expire=30 * 86400, issued_at=issued_at)
        assert expected == [ticket for _, ticket in pairs]

    secret = SECRET.read_text().strip().encode()
    # A local cluster's executors write their logs here.
    work = Path(pyspark.__file__).parent / "work"
    texts = [path for folder in (tmp_path, work) for path in folder.rglob("*") if path.is_file() and path.suffix != ".parquet"]
    assert any("events" in str(path) for path in texts) and any("stderr" in path.name for path in texts)
    assert [path for path in texts if secret in path.read_bytes()] == []
    shutil.rmtree(work)
