"""One ticket by the package, or by hand as Tencent's own library makes it: first.py KEYS VERSION VARIANT; see ci/measure/first.py."""
import sys

keys, version, variant = sys.argv[1:]
with open(f"{keys}/secret.txt" if version == "v2" else f"{keys}/p256/private_key.txt") as file:
    key = file.read().strip()

if variant == "prepared":
    import usersig

    signer = usersig.Signer(1_400_000_000, usersig.SecretKey(key) if version == "v2" else usersig.PrivateKey.from_pem(key))
    print(signer.gen_sig("xiaojun"))
    sys.exit()

import base64, hashlib, hmac, json, time, zlib

fields = {"TLS.ver": "2.0", "TLS.identifier": "xiaojun", "TLS.sdkappid": 1_400_000_000, "TLS.expire": 15_552_000, "TLS.time": int(time.time())}
if version == "v2":
    text = "".join(f"TLS.{name}:{fields[f'TLS.{name}']}\n" for name in ("identifier", "sdkappid", "time", "expire"))
    signature = hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()
else:
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    fields = {"TLS.appid_at_3rd": "0", "TLS.account_type": "0", "TLS.identifier": "xiaojun", "TLS.sdk_appid": "1400000000",
              "TLS.time": str(int(time.time())), "TLS.expire_after": "15552000"}
    text = "".join(f"{name}:{value}\n" for name, value in fields.items())
    signature = serialization.load_pem_private_key(key.encode(), None).sign(text.encode(), ec.ECDSA(hashes.SHA256()))
    fields["TLS.version"] = "201512300000"
fields["TLS.sig"] = base64.b64encode(signature).decode()
ticket = base64.b64encode(zlib.compress(json.dumps(fields).encode())).decode()
print(ticket.translate(str.maketrans("+/=", "*-_")))
