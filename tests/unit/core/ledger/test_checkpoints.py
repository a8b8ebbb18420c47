"""A checkpoint is signed text that others can read, and nothing else passes for one."""

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from core.ledger.checkpoints import BadCheckpoint, Checkpoint, parse, sign, verifier_key, verify

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
ORIGIN = "touchstone-0011223344556677/log/7"
CHECKPOINT = Checkpoint(ORIGIN, 42, hashlib.sha256(b"root").digest())
NOTE = sign(CHECKPOINT, KEY)


def test_the_text_is_a_signed_note_over_a_checkpoint() -> None:
    root = base64.b64encode(CHECKPOINT.root).decode()
    body, signature = NOTE.split("\n\n")
    mark, name, encoded = signature.rstrip("\n").split(" ")
    raw = base64.b64decode(encoded)

    assert body == f"{ORIGIN}\n42\n{root}"
    assert (mark, name) == ("\u2014", ORIGIN)
    assert raw[:4] == hashlib.sha256(ORIGIN.encode() + b"\n\x01" + KEY.public_key().public_bytes_raw()).digest()[:4]
    KEY.public_key().verify(raw[4:], f"{body}\n".encode())


def test_the_key_of_the_signed_note_specification_has_its_published_form() -> None:
    """The example verifier key that the Go module `sumdb/note` documents."""
    published = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    raw = base64.b64decode(published.rsplit("+", 1)[1])[1:]
    public = Ed25519PublicKey.from_public_bytes(raw)

    assert verifier_key("PeterNeumann", public) == published


def test_the_published_signed_note_verifies() -> None:
    """The example note that the Go module `sumdb/note` documents, with its key."""
    raw = base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1:]
    public = Ed25519PublicKey.from_public_bytes(raw)
    text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    signature = base64.b64decode(
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    )

    public.verify(signature[4:], text.encode())


def test_what_was_signed_is_read_back() -> None:
    assert verify(NOTE, KEY.public_key(), ORIGIN) == CHECKPOINT


def test_a_witness_may_add_its_signature() -> None:
    cosigned = NOTE + sign(Checkpoint("witness.example", 42, CHECKPOINT.root), OTHER_KEY).split("\n\n")[1]

    assert verify(cosigned, KEY.public_key(), ORIGIN) == CHECKPOINT
    assert [signature.name for signature in parse(cosigned)[1]] == [ORIGIN, "witness.example"]


def test_another_key_is_refused() -> None:
    with pytest.raises(BadCheckpoint, match="ledger's key"):
        verify(sign(CHECKPOINT, OTHER_KEY), KEY.public_key(), ORIGIN)


def test_another_log_is_refused() -> None:
    with pytest.raises(BadCheckpoint, match="another log"):
        verify(NOTE, KEY.public_key(), "touchstone-0011223344556677/log/8")


@pytest.mark.parametrize(
    "note",
    [
        "",
        "text",
        NOTE.rstrip("\n"),
        NOTE.replace("\n42\n", "\n042\n"),
        NOTE.replace("\n42\n", "\n-42\n"),
        NOTE.replace("\n42\n", "\n\uff14\uff12\n"),
        NOTE.replace("\n42\n", "\n43\n"),
        NOTE.replace("\n42\n", "\n42\nmore\n"),
        NOTE.replace("\u2014", "-"),
        NOTE.replace("\n\n", "\n"),
        NOTE + "\n",
        NOTE + NOTE,
        " " + NOTE,
    ],
)
def test_text_that_is_not_exactly_a_checkpoint_is_refused(note: str) -> None:
    with pytest.raises(BadCheckpoint):
        verify(note, KEY.public_key(), ORIGIN)


@given(st.integers(0, len(NOTE) - 1), st.characters(exclude_categories=["Cs"]))
def test_any_changed_character_is_refused(at: int, character: str) -> None:
    changed = NOTE[:at] + character + NOTE[at + 1 :]
    if changed == NOTE:
        return

    with pytest.raises(BadCheckpoint):
        verify(changed, KEY.public_key(), ORIGIN)
