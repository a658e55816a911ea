"""A witness by C2SP tlog-witness and tlog-cosignature, independent of Harombe: witness.py ORIGIN LOG_VKEY NAME SEED_HEX. Prints its vkey and URL."""
import base64, hashlib, struct, sys, time
from http.server import BaseHTTPRequestHandler, HTTPServer
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ORIGIN, LOG_VKEY, NAME, SEED = sys.argv[1:5]
key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(SEED))
public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
key_id = hashlib.sha256(NAME.encode() + b"\n\x04" + public).digest()[:4]
latest = (0, None)


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def consistent(old, old_root, size, root, proof):  # RFC 9162, 2.1.4.2
    if old == 0:
        return not proof
    if old == size:
        return not proof and old_root == root
    if old & (old - 1) == 0:
        proof = [old_root] + proof
    if not proof:
        return False
    fn, sn = old - 1, size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = proof[0]
    for hash_ in proof[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node(hash_, fr), node(hash_, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, hash_)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == old_root and sr == root


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        global latest
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path != "/add-checkpoint":
            return self.answer(404)
        head, note = body.split("\n\n", 1)
        lines = head.split("\n")
        text, signatures = note.rsplit("\n\n", 1)
        text += "\n"
        origin, size, root = text.split("\n")[:3]
        old, size, root = int(lines[0][4:]), int(size), base64.b64decode(root)
        if origin != ORIGIN:
            return self.answer(404)
        name, log_id, log_key = LOG_VKEY.split("+", 2)
        trusted = False
        for line in signatures.splitlines():
            _, signer, value = line.split(" ")
            value = base64.b64decode(value)
            if signer == name and value[:4].hex() == log_id:
                try:
                    Ed25519PublicKey.from_public_bytes(base64.b64decode(log_key)[1:]).verify(value[4:], text.encode())
                    trusted = True
                except InvalidSignature:
                    pass
        if not trusted:
            return self.answer(403)
        if old > size:
            return self.answer(400)
        if old != latest[0]:
            return self.answer(409, "%d\n" % latest[0], "text/x.tlog.size")
        if old == size and latest[1] not in (None, root):
            return self.answer(409)
        if not consistent(old, latest[1], size, root, [base64.b64decode(line) for line in lines[1:]]):
            return self.answer(422)
        latest = (size, root)
        now = int(time.time())
        signature = key.sign(("cosignature/v1\ntime %d\n" % now).encode() + text.encode())
        self.answer(200, "\u2014 %s %s\n" % (NAME, base64.b64encode(key_id + struct.pack(">Q", now) + signature).decode()))

    def answer(self, status, text="", kind="text/plain"):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Handler)
print("%s+%s+%s" % (NAME, key_id.hex(), base64.b64encode(b"\x04" + public).decode()), flush=True)
print("http://127.0.0.1:%d" % server.server_port, flush=True)
server.serve_forever()
