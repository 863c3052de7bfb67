"""The Python package against `cryptography`, `hmac` and `zlib` by hand. JSON rows on stdout; see ../report.py."""
import base64, hmac, json, pathlib, platform, statistics, threading, time, zlib

import cryptography
import usersig
from cryptography.hazmat.backends.openssl import backend
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

KEYS = pathlib.Path(__file__).parents[3] / "examples/keys"
PRIVATE = (KEYS / "p256/private_key.txt").read_text()
PUBLIC = (KEYS / "p256/public_key.txt").read_text()
SECRET = (KEYS / "secret.txt").read_text().strip()
SDKAPPID, EXPIRE = 1_400_000_000, 15_552_000
TO, FROM = bytes.maketrans(b"+/=", b"*-_"), bytes.maketrans(b"*-_", b"+/=")

private = serialization.load_pem_private_key(PRIVATE.encode(), None)
public = serialization.load_pem_public_key(PUBLIC.encode())
algorithm = ec.ECDSA(hashes.SHA256())
secret = SECRET.encode()


def seal(fields):
    # For texts this short: tables of a few KB in the place of 256 KB, and the same length.
    compressor = zlib.compressobj(wbits=10, memLevel=2)
    data = compressor.compress(json.dumps(fields).encode()) + compressor.flush()
    return base64.b64encode(data).translate(TO).decode()


def unseal(ticket):
    return json.loads(zlib.decompress(base64.b64decode(ticket.encode().translate(FROM))))


def v1_text(f):
    return (f"TLS.appid_at_3rd:{f['TLS.appid_at_3rd']}\nTLS.account_type:{f['TLS.account_type']}\nTLS.identifier:{f['TLS.identifier']}\n"
            f"TLS.sdk_appid:{f['TLS.sdk_appid']}\nTLS.time:{f['TLS.time']}\nTLS.expire_after:{f['TLS.expire_after']}\n").encode()


def v1_gen(identifier):
    fields = {"TLS.account_type": "0", "TLS.identifier": identifier, "TLS.appid_at_3rd": "0", "TLS.sdk_appid": str(SDKAPPID),
              "TLS.expire_after": str(EXPIRE), "TLS.version": "201512300000", "TLS.time": str(int(time.time()))}
    fields["TLS.sig"] = base64.b64encode(private.sign(v1_text(fields), algorithm)).decode()
    return seal(fields)


def v1_verify(ticket, identifier):
    f = unseal(ticket)
    public.verify(base64.b64decode(f["TLS.sig"]), v1_text(f), algorithm)
    assert f["TLS.identifier"] == identifier and f["TLS.sdk_appid"] == str(SDKAPPID)
    assert int(f["TLS.time"]) + int(f["TLS.expire_after"]) >= time.time()


def v2_text(f):
    return (f"TLS.identifier:{f['TLS.identifier']}\nTLS.sdkappid:{f['TLS.sdkappid']}\nTLS.time:{f['TLS.time']}\n"
            f"TLS.expire:{f['TLS.expire']}\n").encode()


def v2_gen(identifier):
    fields = {"TLS.ver": "2.0", "TLS.identifier": identifier, "TLS.sdkappid": SDKAPPID, "TLS.expire": EXPIRE, "TLS.time": int(time.time())}
    fields["TLS.sig"] = base64.b64encode(hmac.digest(secret, v2_text(fields), "sha256")).decode()
    return seal(fields)


def v2_verify(ticket, identifier):
    f = unseal(ticket)
    assert hmac.compare_digest(base64.b64decode(f["TLS.sig"]), hmac.digest(secret, v2_text(f), "sha256"))
    assert f["TLS.identifier"] == identifier and f["TLS.sdkappid"] == SDKAPPID and f["TLS.time"] + f["TLS.expire"] >= time.time()


name = f"CPython {platform.python_version()}, cryptography {cryptography.__version__} ({backend.openssl_version_text()}), zlib {zlib.ZLIB_RUNTIME_VERSION}"
print(json.dumps({"language": "python", "row": "runtime", "name": name}))

v1 = usersig.Signer(SDKAPPID, usersig.PrivateKey.from_pem(PRIVATE))
v2 = usersig.Signer(SDKAPPID, usersig.SecretKey(SECRET))
verifier = usersig.Verifier(SDKAPPID, usersig.PublicKey.from_pem(PUBLIC), usersig.SecretKey(SECRET))
v1_ticket, v2_ticket = v1.gen_sig("xiaojun"), v2.gen_sig("xiaojun")

ROWS = [
    ("v1 gen", "prepared", lambda: v1.gen_sig("xiaojun")),
    ("v1 gen", "one-shot", lambda: usersig.gen_sig(SDKAPPID, usersig.PrivateKey.from_pem(PRIVATE), "xiaojun")),
    ("v1 gen", "by hand", lambda: v1_gen("xiaojun")),
    ("v1 verify", "prepared", lambda: verifier.verify(v1_ticket, "xiaojun")),
    ("v1 verify", "by hand", lambda: v1_verify(v1_ticket, "xiaojun")),
    ("v2 gen", "prepared", lambda: v2.gen_sig("xiaojun")),
    ("v2 gen", "one-shot", lambda: usersig.gen_sig(SDKAPPID, usersig.SecretKey(SECRET), "xiaojun")),
    ("v2 gen", "by hand", lambda: v2_gen("xiaojun")),
    ("v2 verify", "prepared", lambda: verifier.verify(v2_ticket, "xiaojun")),
    ("v2 verify", "by hand", lambda: v2_verify(v2_ticket, "xiaojun")),
]


def once(call, times):
    start = time.process_time()
    for _ in range(times):
        call()
    return (time.process_time() - start) * 1e6 / times


# Each accepts what the other makes.
verifier.verify(v1_gen("xiaojun"), "xiaojun"), verifier.verify(v2_gen("xiaojun"), "xiaojun")
v1_verify(v1_ticket, "xiaojun"), v2_verify(v2_ticket, "xiaojun")
times = [max(1, int(3000 / min(once(call, 50) for _ in range(3)))) for _, _, call in ROWS]
measured = [[] for _ in ROWS]
for _ in range(40):
    for (_, _, call), n, results in zip(ROWS, times, measured):
        results.append(once(call, n))
for (row, variant, _), results in zip(ROWS, measured):
    print(json.dumps({"language": "python", "row": row, "variant": variant, "us": statistics.median(results)}))

# Scaling: plain calls from one thread and from two, and the batch call on one thread and on two, in turn.
NAMES_MANY = [f"user{n}" for n in range(3000)]


def rate(threads, call, calls):
    workers = [threading.Thread(target=lambda: [call() for _ in range(calls)]) for _ in range(threads)]
    start = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return threads * calls / (time.perf_counter() - start)


def batch_rate(threads):
    start = time.perf_counter()
    v1.gen_sig_batch(NAMES_MANY, threads=threads)
    return len(NAMES_MANY) / (time.perf_counter() - start)


for row, variant, ratio in (
    ("v1 gen", "two threads over one", lambda: rate(2, lambda: v1.gen_sig("xiaojun"), 3000) / rate(1, lambda: v1.gen_sig("xiaojun"), 3000)),
    ("v1 gen", "batch on two threads over one", lambda: batch_rate(2) / batch_rate(1)),
):
    print(json.dumps({"language": "python", "row": row, "variant": variant, "ratio": statistics.median(ratio() for _ in range(9))}))
