"""The Merkle tree of RFC 6962: hashes, roots, proofs, and a frontier that grows by one leaf in O(log n). Pure."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes (MTH in the RFC)."""
    return Frontier.over(leaves).root()


@dataclass(frozen=True)
class Frontier:
    """The roots of the complete subtrees, largest first: all that is needed to append and to know the root.

    There is one for each bit set in `size`.
    """

    size: int = 0
    subtrees: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or self.size.bit_count() != len(self.subtrees):
            raise ValueError("A frontier has one hash for each bit set in its size.")
        if any(len(subtree) != HASH_BYTES for subtree in self.subtrees):
            raise ValueError("Every hash in a frontier has 32 bytes.")

    @classmethod
    def over(cls, leaves: Iterable[bytes]) -> "Frontier":
        frontier = cls()
        for leaf in leaves:
            frontier = frontier.append(leaf)
        return frontier

    @classmethod
    def from_bytes(cls, size: int, packed: bytes) -> "Frontier":
        return cls(size, tuple(packed[at : at + HASH_BYTES] for at in range(0, len(packed), HASH_BYTES)))

    def to_bytes(self) -> bytes:
        return b"".join(self.subtrees)

    def append(self, leaf: bytes) -> "Frontier":
        subtrees = list(self.subtrees)
        carried = self.size
        while carried & 1:
            leaf = node_hash(subtrees.pop(), leaf)
            carried >>= 1
        return Frontier(self.size + 1, (*subtrees, leaf))

    def root(self) -> bytes:
        if not self.subtrees:
            return EMPTY_ROOT
        *left, result = self.subtrees
        for subtree in reversed(left):
            result = node_hash(subtree, result)
        return result


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The audit path for the leaf at `index` (PATH in RFC 6962, 2.1.1), from the leaf upwards."""
    if not 0 <= index < len(leaves):
        raise IndexError("The log has no such leaf.")
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*inclusion_proof(leaves[:split], index), root(leaves[split:])]
    return [*inclusion_proof(leaves[split:], index - split), root(leaves[:split])]


def includes(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes) -> bool:
    """Tell whether this leaf hash is at `index` in the tree of `size` leaves with this root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    steps = _climb(index, size - 1, proof)
    if steps is None:
        return False
    result = leaf
    for sibling, is_left in steps:
        result = node_hash(sibling, result) if is_left else node_hash(result, sibling)
    return result == expected_root


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """Shows that the first `old_size` leaves were not changed since (PROOF in RFC 6962, 2.1.2)."""
    if not 0 < old_size <= len(leaves):
        raise IndexError("The log never had this size, or it had no leaf.")
    return _subproof(leaves, old_size, known=True)


def is_consistent(old_size: int, old_root: bytes, size: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether the tree with `new_root` is the one with `old_root` and more leaves (RFC 9162, 2.1.4.2).

    Every tree extends the empty one, with an empty proof.
    """
    if not 0 <= old_size <= size:
        return False
    if old_size in (0, size):
        return not proof and old_root == (new_root if old_size else EMPTY_ROOT)
    return bool(proof) and _leads_to_both(old_size, old_root, size, new_root, proof)


def _leads_to_both(old_size: int, old_root: bytes, size: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    first, *rest = [old_root, *proof] if old_size.bit_count() == 1 else proof
    position, last = old_size - 1, size - 1
    while position & 1:
        position >>= 1
        last >>= 1
    steps = _climb(position, last, rest)
    if steps is None:
        return False
    old = new = first
    for sibling, is_left in steps:
        if is_left:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
        else:
            new = node_hash(new, sibling)
    return old == old_root and new == new_root


def _climb(position: int, last: int, proof: Sequence[bytes]) -> list[tuple[bytes, bool]] | None:
    """Each sibling on the way up to the root, and whether it is the left one; None unless the proof ends there."""
    steps = []
    for sibling in proof:
        if last == 0:
            return None
        is_left = bool(position & 1) or position == last
        steps.append((sibling, is_left))
        if is_left:
            while not position & 1 and position:
                position >>= 1
                last >>= 1
        position >>= 1
        last >>= 1
    return steps if last == 0 else None


def _subproof(leaves: Sequence[bytes], old_size: int, *, known: bool) -> list[bytes]:
    if old_size == len(leaves):
        return [] if known else [root(leaves)]
    split = _split(len(leaves))
    if old_size <= split:
        return [*_subproof(leaves[:split], old_size, known=known), root(leaves[split:])]
    return [*_subproof(leaves[split:], old_size - split, known=False), root(leaves[:split])]


def _split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << (size - 1).bit_length() - 1
