"""claims.py PYTHON NODE JAVA CLASSPATH: runs every program of claims.toml in the package that it is about."""

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
KEYS = HERE.parents[2] / "examples/keys"
DATA = tomllib.loads((HERE / "claims.toml").read_text())
python, node, java, classpath = sys.argv[1:]

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
# The file that a program is put into, with the names that it uses, and what runs it.
RUNNERS = {
    "python": (PYTHON + "{program}", "claim.py", [python, "-W", "ignore"]),
    "node": (NODE, "claim.cjs", [node]),
    "java": (JAVA, "Claim.java", [java, "-cp", classpath]),
}
wrong = []
for name, package in DATA["packages"].items():
    # Statements are about the versions that are run.
    if pin := package.get("again"):
        versions = {claim["in"][name].split(",")[0] for claim in DATA["claims"] if name in claim["in"]}
        if pin[1] not in (HERE / pin[0]).read_text() or any(version not in pin[1] for version in versions):
            wrong.append(f"{name}: {sorted(versions)}, and {pin[0]} is to have {pin[1]}")
for claim in DATA["claims"]:
    for shown in claim.get("shown", []):
        frame, name, command = RUNNERS[shown["language"]]
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / name
            file.write_text(frame.format(keys=KEYS, program=shown["program"]))
            done = subprocess.run([*command, file], capture_output=True, text=True)
        if done.stdout.strip() != shown["prints"]:
            wrong.append(f"{claim['in']}: {claim['en']}: printed {done.stdout.strip()!r}, not {shown['prints']!r}\n{done.stderr}")
sys.exit("\n".join(wrong) or 0)
