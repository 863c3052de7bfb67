"""How the PHP blocks of a document run, and the settings that it names."""

import re


def start(reader, commands):
    # The project of a reader whom the document does not tell to start one.
    if "composer require" in commands and "composer init" not in commands:
        reader.write("composer.json", "{}")


def php(reader, blocks):
    """One program; a comment `// prints: line` says what it prints."""
    code = "\n".join(block.text for block in blocks).removeprefix("<?php\n")
    load = "" if "vendor/autoload.php" in code else "require 'vendor/autoload.php';\n"
    printed = reader.run(["php", "-d", "display_errors=stderr", reader.write("reader.php", f"<?php\n{load}{code}")])
    expected = "\n".join(re.findall(r"^// prints: (.*)$", code, re.M))
    # `…` stands for a ticket's characters.
    if expected and not re.fullmatch(re.escape(expected).replace("…", r"\S+"), printed.rstrip("\n")):
        raise ValueError(f"it prints {printed}")


def settings(reader, block):
    """PHP knows them; FpmTest.php starts servers with them."""
    named = dict(line.split("=", 1) for line in block.text.split())
    know = "foreach (array_slice($argv, 1) as $name) if (ini_get($name) === false) { echo $name; exit(1); }"
    reader.run(["php", "-r", know, "--", *named])


STEPS = {"ini": settings}
PROGRAMS = {("php",): php}
