#!/usr/bin/env python3
"""What Markdown files say about packages of others, from claims.toml.

claims.py check             every table is what claims.toml says
claims.py write             makes it so
claims.py list              the programs, each as number, language and statement
claims.py run NUMBER …      one of them, with what its language needs: see RUNNERS
"""

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
KEYS = ROOT / "examples/keys"
DATA = tomllib.loads(Path(__file__).with_name("claims.toml").read_text())
CLAIMS, CHANGES = DATA["claims"], DATA["changes"]
SHOWN = [(claim, shown) for claim in CLAIMS for shown in claim.get("shown", [])]
BLOCK = re.compile(r"(<!-- claims: (\w+) -->\n)(.*?)(<!-- /claims -->)", re.S)
TEST = "crates/usersig/tests/attacks.rs"

PYTHON = """
import base64, json, zlib
from pathlib import Path
from TLSSigAPI import TLSSigAPI
api = TLSSigAPI(1400000000, Path("{keys}/p256/private_key.txt").read_text(), Path("{keys}/p256/public_key.txt").read_text())
def ticket(identifier):
    names = ["identifier", "sdk_appid", "time", "expire_after", "account_type", "appid_at_3rd"]
    fields = {{"TLS." + name: "0" for name in names}} | {{"TLS.identifier": identifier, "TLS.sig": "AAAA"}}
    return base64.b64encode(zlib.compress(json.dumps(fields).encode())).translate(bytes.maketrans(b"+/=", b"*-_")).decode()
"""
NODE = """
const zlib = require('node:zlib');
const {{ Sig }} = require('tls-sig-api');
const {{ Api }} = require('tls-sig-api-v2');
const SECRET = require('node:fs').readFileSync('{keys}/secret.txt', 'utf8').trim();
const files = {{ private_key: '{keys}/p256/private_key.txt', public_key: '{keys}/p256/public_key.txt' }};
const sig = (options) => new Sig({{ sdk_appid: 1400000000, ...files, ...options }});
const text = (bytes) => bytes.toString('base64').replace(/[+/=]/g, (c) => '*-_'['+/='.indexOf(c)]);
const raw = (ticket) => Buffer.from(ticket.replace(/[*_-]/g, (c) => '+/='['*-_'.indexOf(c)]), 'base64');
const seal = (content) => text(zlib.deflateSync(Buffer.isBuffer(content) ? content : JSON.stringify(content)));
const open = (ticket) => JSON.parse(zlib.inflateSync(raw(ticket)));
{{ {program} }}
"""
JAVA = """
import com.tls.tls_sigature.tls_sigature;
import java.nio.file.*;
import java.util.Base64;
import java.util.zip.*;
public class Claim {{
    static String read(String name) throws Exception {{ return new String(Files.readAllBytes(Paths.get("{keys}", name))).trim(); }}
    static String text(byte[] zlib) {{
        return Base64.getEncoder().encodeToString(zlib).replace('+', '*').replace('/', '-').replace('=', '_');
    }}
    static byte[] raw(String ticket) {{
        return Base64.getDecoder().decode(ticket.replace('*', '+').replace('-', '/').replace('_', '='));
    }}
    static String open(String ticket) throws Exception {{
        return new String(new InflaterInputStream(new java.io.ByteArrayInputStream(raw(ticket))).readAllBytes(), "UTF-8");
    }}
    static String seal(String json) throws Exception {{
        java.io.ByteArrayOutputStream zlib = new java.io.ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(zlib)) {{ out.write(json.getBytes("UTF-8")); }}
        return text(zlib.toByteArray());
    }}
    static boolean check(String ticket, String identifier) throws Exception {{
        return tls_sigature.CheckTLSSignatureEx(ticket, 1400000000L, identifier, read("p256/public_key.txt")).verifyResult;
    }}
    public static void main(String[] arguments) throws Exception {{
        String PRIVATE = read("p256/private_key.txt"), SECRET = read("secret.txt");
        {program}
    }}
}}
"""
# The names that a program uses, the file it is put into, and how that is run with the arguments of `run`.
RUNNERS = {
    "python": (PYTHON + "{program}", "claim.py", lambda file, python: [python, "-W", "ignore", file]),
    "node": (NODE, "claim.cjs", lambda file, node: [node, file]),
    "java": (JAVA, "Claim.java", lambda file, java, classpath: [java, "-cp", classpath, file]),
}


def packages(claim: dict) -> str:
    return "; ".join(f"{DATA['packages'][name]['name']} {versions}" for name, versions in claim["in"].items())


def row(*cells: str) -> str:
    return "| " + " | ".join(cells).replace("\n", " ") + " |\n"


def table(heads: list[str], rows: list[list[str]]) -> str:
    return row(*heads) + "|" + "---|" * len(heads) + "\n" + "".join(row(*cells) for cells in rows)


def listed(items: list[str], language: str) -> str:
    return (", " if language == "en" else "、").join(items)


def aside(text: str, more: str, language: str) -> str:
    if not text or not more:
        return text + more
    return f"{text} ({more})" if language == "en" else f"{text}（{more}）"


def why(language: str) -> str:
    heads = {"en": ["official package", "what happens", "shown by", "usersig"], "zh": ["官方包", "问题", "重现方法", "usersig"]}
    rows = []
    for claim in CLAIMS:
        if reason := claim.get("why"):
            tests = listed([f"[`{name}`]({TEST})" for name in reason["tests"]], language)
            here = aside(reason[f"here_{language}"], tests, language)
            rows.append([packages(claim), reason[language], reason[f"shows_{language}"], here])
    return table(heads[language], rows)


def sources() -> str:
    return table(["name", "package and versions", "seen"],
                 [[package["name"], package["source"], "by `ci/test --full claims`" if "again" in package else f"by hand, {DATA['seen']}"]
                  for package in DATA["packages"].values()])


def attacks(old: str) -> str:
    """The table as it stands, with the third cell of each row from the statements about its attack."""
    said: dict[str, list[str]] = {}
    for claim in CLAIMS:
        how = "; read, not run" if claim.get("how") == "read" else ""
        said.setdefault(claim.get("attack", ""), []).append(f"{claim['en']} ({packages(claim)}{how})")
    lines = []
    for line in old.splitlines():
        cells = re.split(r"(?<!\\)\|", line)
        if re.match(r" [A-Za-z]", cells[1]):
            cells[3] = f" {'. '.join(text[0].upper() + text[1:] for text in said.pop(cells[1].strip(), []))} "
        lines.append("|".join(cells) + "\n")
    said.pop("", None)
    assert not said, f"no row for {sorted(said)}"
    return "".join(lines)


def changes(binding: str, language: str) -> str:
    heads = {"en": ["case", "usersig"], "zh": ["情形", "usersig"]}
    rows = []
    for change in CHANGES:
        if binding in change["code"]:
            code = change["code"][binding]
            code = listed(code.split(", "), language) if isinstance(code, str) else code[language]
            rows.append([change[language], aside(change[f"here_{language}"], code, language)])
    return table(heads[language], rows)


def unpinned() -> list[str]:
    """Statements about other versions than those that are run."""
    wrong = []
    for name, package in DATA["packages"].items():
        if pin := package.get("again"):
            versions = {claim["in"][name].split(",")[0] for claim in CLAIMS if name in claim["in"]}
            if pin[1] not in (Path(__file__).parent / pin[0]).read_text() or any(version not in pin[1] for version in versions):
                wrong.append(f"{name}: {sorted(versions)}, and {pin[0]} is to have {pin[1]}")
    return wrong


def filled(path: Path, found: set[str]) -> str:
    language = "zh" if path.name.endswith(".zh-CN.md") else "en"

    def block(match: re.Match[str]) -> str:
        name = match[2]
        found.add(f"{name} {language}")
        made = {"why": lambda: why(language), "packages": sources, "attacks": lambda: attacks(match[3])}
        return match[1] + made.get(name, lambda: changes(name, language))() + match[4]

    return BLOCK.sub(block, path.read_text())


def tables(write: bool) -> int:
    if wrong := unpinned():
        print("\n".join(wrong))
        return 1
    found: set[str] = set()
    stale = []
    for path in [*ROOT.glob("*.md"), *ROOT.glob("bindings/*/*.md")]:
        if (text := filled(path, found)) != path.read_text():
            stale.append(str(path.relative_to(ROOT)))
            if write:
                path.write_text(text)
    bindings = {name for change in CHANGES for name in change["code"]}
    wanted = {f"{name} {language}" for name in {"why", *bindings} for language in ("en", "zh")} | {"attacks en", "packages en"}
    if found != wanted:
        print(f"tables without a place or data: {sorted(found ^ wanted)}")
        return 1
    if stale and not write:
        print(f"not what claims.toml says: {', '.join(stale)}; ci/checks/claims/claims.py write makes it so")
        return 1
    return 0


def run(number: int, arguments: list[str]) -> int:
    _, shown = SHOWN[number]
    frame, name, command = RUNNERS[shown["language"]]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_text(frame.format(keys=KEYS, program=shown["program"]))
        done = subprocess.run(command(str(file), *arguments), capture_output=True, text=True)
    if done.stdout.strip() == shown["prints"]:
        return 0
    print(f"printed {done.stdout.strip()!r}, not {shown['prints']!r}\n{done.stderr}")
    return 1


def main() -> int:
    match sys.argv[1:]:
        case ["check" | "write" as what]:
            return tables(what == "write")
        case ["list"]:
            for number, (claim, shown) in enumerate(SHOWN):
                print(f"{number}\t{shown['language']}\t{packages(claim)}: {claim['en']}")
            return 0
        case ["run", number, *arguments]:
            return run(int(number), arguments)
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
