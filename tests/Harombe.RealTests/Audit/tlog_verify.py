"""An independent check of exported logs, written from C2SP signed-note, tlog-checkpoint, tlog-tiles, tlog-proof and RFC 6962 alone.

    tlog_verify.py tiles FOLDER VKEY              checkpoint, every tile, every entry, every inclusion proof computed from the tiles
    tlog_verify.py consistent OLD_CHECKPOINT FOLDER VKEY   an earlier checkpoint is a prefix of the exported tree
    tlog_verify.py proof ENTRY PROOF VKEY         one entry under its tlog-proof
"""
import base64, hashlib, os, struct, sys
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def fail(why):
    print("BAD: " + why)
    sys.exit(2)


def leaf_hash(data):
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root(hashes):  # MTH of RFC 6962, 2.1, over leaf hashes
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return node_hash(root(hashes[:k]), root(hashes[k:]))


def open_note(note, vkey):
    name, key_id, key = vkey.split("+", 2)
    raw = base64.b64decode(key)
    if raw[0] != 1 or hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4].hex() != key_id:
        fail("the verifier key is not well formed")
    text, signatures = note.rsplit("\n\n", 1)
    text += "\n"
    for line in signatures.splitlines():
        dash, signer, value = line.split(" ")
        value = base64.b64decode(value)
        if dash == "\u2014" and signer == name and value[:4].hex() == key_id:
            try:
                Ed25519PublicKey.from_public_bytes(raw[1:]).verify(value[4:], text.encode())
            except InvalidSignature:
                fail("the signature does not verify")
            origin, size, digest = text.split("\n")[:3]
            return origin, int(size), base64.b64decode(digest)
    fail("no signature by " + vkey)


def tile_path(index, width):
    path = "%03d" % (index % 1000)
    while index >= 1000:
        index //= 1000
        path = "x%03d/%s" % (index % 1000, path)
    return path if width == 256 else "%s.p/%d" % (path, width)


def read(folder, path):
    with open(os.path.join(folder, path), "rb") as file:
        return file.read()


def leaves_of(folder, vkey):
    _, size, digest = open_note(read(folder, "checkpoint").decode(), vkey)
    erased = set(map(int, read(folder, "erased").split())) if os.path.exists(os.path.join(folder, "erased")) else set()
    level, below = 0, None
    while size >> (8 * level):
        count, hashes = size >> (8 * level), []
        for index in range((count + 255) // 256):
            width = min(256, count - 256 * index)
            tile = read(folder, "tile/%d/%s" % (level, tile_path(index, width)))
            if len(tile) != 32 * width:
                fail("tile %d/%d has the wrong length" % (level, index))
            hashes += [tile[32 * i:32 * i + 32] for i in range(width)]
            if level == 0:
                bundle, at = read(folder, "tile/entries/" + tile_path(index, width)), 0
                for i in range(width):
                    (length,) = struct.unpack_from(">H", bundle, at)
                    entry, at = bundle[at + 2:at + 2 + length], at + 2 + length
                    if 256 * index + i not in erased and leaf_hash(entry) != hashes[256 * index + i]:
                        fail("entry %d is not the one in the tree" % (256 * index + i))
                if at != len(bundle):
                    fail("bundle %d has bytes beyond its entries" % index)
        if below is not None and hashes != [root(below[256 * i:256 * i + 256]) for i in range(count)]:
            fail("a tile of level %d is not the hash of those below" % level)
        leaves, below, level = (hashes if level == 0 else leaves), hashes, level + 1
    if size and root(leaves) != digest or len(leaves) != size:
        fail("the tree does not have the root of the checkpoint")
    return leaves


def included(leaf, index, size, path, digest):  # RFC 9162, 2.1.3.2
    fn, sn, at = index, size - 1, leaf
    for sibling in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            at = node_hash(sibling, at)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            at = node_hash(at, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and at == digest


def main(verb, *args):
    if verb == "tiles":
        print("OK %d" % len(leaves_of(*args)))
    elif verb == "consistent":
        _, size, digest = open_note(read(".", args[0]).decode(), args[2])
        if root(leaves_of(*args[1:])[:size]) != digest:
            fail("the earlier checkpoint is not a prefix of the tree")
        print("OK %d" % size)
    elif verb == "proof":
        head, note = read(".", args[1]).decode().split("\n\n", 1)
        lines = [line for line in head.split("\n") if not line.startswith("extra ")]
        if lines[0] != "c2sp.org/tlog-proof@v1" or not lines[1].startswith("index "):
            fail("no tlog-proof")
        _, size, digest = open_note(note, args[2])
        index = int(lines[1][6:])
        if index >= size or not included(leaf_hash(read(".", args[0])), index, size, [base64.b64decode(h) for h in lines[2:]], digest):
            fail("the entry is not in the tree")
        print("OK %d" % index)


main(*sys.argv[1:])
