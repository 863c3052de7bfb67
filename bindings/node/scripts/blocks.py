"""How the JavaScript blocks of a document run, and what its manifests ask for."""

import json
import re


def js(reader, blocks):
    """Each a module; a comment `// => value` is what the expression before it gives."""
    for number, block in enumerate(blocks):
        module = re.search(r"^import ", block.text, re.M)
        head = "import __assert from 'node:assert/strict';" if module else "const __assert = require('node:assert/strict');"
        code = re.sub(r"^( *)(.+); // => (.+)$", r"\1__assert.deepEqual(\2, \3);", block.text, flags=re.M)
        reader.run(["node", reader.write(f"block{number}.{'mjs' if module else 'cjs'}", f"{head}\n{code}")])


def manifest(reader, block):
    if new := json.loads(block.text).get("dependencies"):
        # Beside what commands of the document installed before.
        path = reader.folder / "package.json"
        whole = json.loads(path.read_text()) if path.exists() else {}
        whole.setdefault("dependencies", {}).update(new)
        path.write_text(json.dumps(whole))
        reader.run(["npm", "install"])


STEPS = {"json": manifest}
PROGRAMS = {("js",): js}
