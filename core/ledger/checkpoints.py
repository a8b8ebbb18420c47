"""Signed checkpoints: "this log had this size and this root", as a C2SP signed note with an Ed25519 signature. Pure.

The text follows https://c2sp.org/tlog-checkpoint and https://c2sp.org/signed-note, so that witnesses that know those
can read it; the key's name is the log's origin.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from core.ledger.merkle import HASH_BYTES

SIGNATURE_MARK = "\N{EM DASH} "
_ED25519 = b"\x01"
_KEY_ID_BYTES = 4
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


class BadCheckpoint(ValueError):
    """The text is no checkpoint of this log signed by this key. The message says why."""


@dataclass(frozen=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{_to_base64(self.root)}\n"


@dataclass(frozen=True)
class Signature:
    name: str
    key_id: bytes
    value: bytes


def key_id(name: str, public: Ed25519PublicKey) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public.public_bytes_raw()).digest()[:_KEY_ID_BYTES]


def verifier_key(name: str, public: Ed25519PublicKey) -> str:
    """The public key in the one-line form `name+id+key` that witnesses and verifiers are given."""
    return f"{name}+{key_id(name, public).hex()}+{_to_base64(_ED25519 + public.public_bytes_raw())}"


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """The whole signed note. The signature is deterministic: the same checkpoint is always the same text."""
    value = key_id(checkpoint.origin, key.public_key()) + key.sign(checkpoint.text().encode())
    return f"{checkpoint.text()}\n{SIGNATURE_MARK}{checkpoint.origin} {_to_base64(value)}\n"


def parse(note: str) -> tuple[Checkpoint, list[Signature]]:
    """Read a note without believing it. Raises BadCheckpoint unless it is well formed to the last character."""
    body, blank, signed = note.partition("\n\n")
    lines = body.split("\n")
    if not blank or len(lines) != 3 or not lines[0] or not signed.endswith("\n"):
        raise BadCheckpoint("it does not have the form of a checkpoint")
    if not _SIZE.fullmatch(lines[1]):
        raise BadCheckpoint("its size is not a whole number")
    root = _from_base64(lines[2])
    if len(root) != HASH_BYTES:
        raise BadCheckpoint("its root is not a SHA-256 hash")
    signatures = [_parse_signature(line) for line in signed.removesuffix("\n").split("\n")]
    return Checkpoint(lines[0], int(lines[1]), root), signatures


def verify(note: str, public: Ed25519PublicKey, origin: str) -> Checkpoint:
    """The checkpoint in the note, once it is shown that this key signed it for this log.

    Signatures of other keys, such as a witness's, are not looked at.
    """
    checkpoint, signatures = parse(note)
    if checkpoint.origin != origin:
        raise BadCheckpoint("it belongs to another log")
    wanted = key_id(origin, public)
    ours = [signature for signature in signatures if signature.name == origin and signature.key_id == wanted]
    if not ours:
        raise BadCheckpoint("it is not signed with the ledger's key")
    for signature in ours:
        try:
            public.verify(signature.value, checkpoint.text().encode())
        except InvalidSignature:
            raise BadCheckpoint("its signature is wrong") from None
    return checkpoint


def _parse_signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(SIGNATURE_MARK).rpartition(" ")
    if not line.startswith(SIGNATURE_MARK) or not space or not name:
        raise BadCheckpoint("a signature line is malformed")
    value = _from_base64(encoded)
    if len(value) <= _KEY_ID_BYTES:
        raise BadCheckpoint("a signature is too short")
    return Signature(name, value[:_KEY_ID_BYTES], value[_KEY_ID_BYTES:])


def _to_base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _from_base64(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadCheckpoint("it holds text that is not base64") from None
    if _to_base64(data) != text:
        raise BadCheckpoint("it holds base64 that is not in its shortest form")
    return data
