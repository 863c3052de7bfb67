"""How the Python blocks of a document run: one session, in a virtual environment of the reader's."""

import sys


def start(reader, commands):
    if reader.of("python"):
        reader.run([sys.executable, "-m", "venv", ".venv"])
        reader.env["PATH"] = f"{reader.folder}/.venv/bin:{reader.env['PATH']}"


def python(reader, blocks):
    reader.run(["python", "-I", "-W", "error", reader.write("session.py", "\n".join(block.text for block in blocks))])


PROGRAMS = {("python",): python}
