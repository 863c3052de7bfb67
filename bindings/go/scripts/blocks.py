"""How the Go blocks of a document run."""

PLACES = {"/opt/usersig/go": "{DIST}/go"}


def start(reader, commands):
    # The module of a reader whom the document does not tell to start one.
    if "go mod edit" in commands and "go mod init" not in commands:
        reader.write("go.mod", "module reader\n")


def go(reader, blocks):
    """Programs; the fragments of the module's own README are in its examples, as its own test makes sure."""
    fragments = [block for block in blocks if "package main" not in block.text]
    for number, block in enumerate(blocks):
        if block not in fragments:
            # A folder vendor/ here is Composer's.
            reader.run(["env", "GOFLAGS=-buildvcs=false -mod=mod", "go", "run", reader.write(f"block{number}.go", block.text)])
    if fragments:
        if not (reader.document.parent / "readme_test.go").exists():
            raise ValueError("fragments of Go, and no readme_test.go beside the document that runs them")
        ran = reader.run(["go", "test", "-C", str(reader.dist / "go"), "-v", "-run", "^TestReadmeIsTrue$|^Example", "."])
        if "PASS: TestReadmeIsTrue" not in ran or "PASS: Example" not in ran:
            raise ValueError(ran)


PROGRAMS = {("go",): go}
