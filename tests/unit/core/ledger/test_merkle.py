"""The tree equals the RFC's reference vectors, proves what is true and refuses what is not."""

import hashlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.ledger.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    includes,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    node_hash,
    root,
)

# The eight leaves and the roots over the first 0 to 8 of them that RFC 6962 implementations are tested with.
REFERENCE_LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
REFERENCE_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
# (index from 0, size, path) as in the reference implementation's test.
REFERENCE_PATHS = [
    (0, 1, []),
    (
        0,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
        1,
        5,
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
# (old size, new size, proof)
REFERENCE_CONSISTENCY = [
    (1, 1, []),
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
LARGEST = 64
LEAVES = [leaf_hash(b"leaf %d" % number) for number in range(LARGEST)]


def straight_from_the_rfc(leaves: list[bytes]) -> bytes:
    """MTH as section 2.1 defines it, with nothing clever."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(straight_from_the_rfc(leaves[:split]), straight_from_the_rfc(leaves[split:]))


@pytest.mark.parametrize("size", range(9))
def test_roots_equal_the_reference_vectors(size: int) -> None:
    leaves = [leaf_hash(data) for data in REFERENCE_LEAVES[:size]]

    assert root(leaves).hex() == REFERENCE_ROOTS[size]


@pytest.mark.parametrize(("index", "size", "path"), REFERENCE_PATHS)
def test_inclusion_paths_equal_the_reference_vectors(index: int, size: int, path: list[str]) -> None:
    leaves = [leaf_hash(data) for data in REFERENCE_LEAVES[:size]]

    assert [node.hex() for node in inclusion_proof(leaves, index)] == path


@pytest.mark.parametrize(("old", "new", "proof"), REFERENCE_CONSISTENCY)
def test_consistency_proofs_equal_the_reference_vectors(old: int, new: int, proof: list[str]) -> None:
    leaves = [leaf_hash(data) for data in REFERENCE_LEAVES[:new]]

    assert [node.hex() for node in consistency_proof(leaves, old)] == proof


@pytest.mark.parametrize("size", range(LARGEST + 1))
def test_the_frontier_gives_the_root_of_the_definition(size: int) -> None:
    assert Frontier.over(LEAVES[:size]).root() == straight_from_the_rfc(LEAVES[:size])


@pytest.mark.parametrize("size", range(1, LARGEST + 1))
def test_every_leaf_of_every_size_is_proved(size: int) -> None:
    leaves = LEAVES[:size]

    for index, leaf in enumerate(leaves):
        assert includes(leaf, index, size, inclusion_proof(leaves, index), root(leaves))


@pytest.mark.parametrize("size", range(1, LARGEST + 1))
def test_every_older_size_is_proved_consistent(size: int) -> None:
    leaves = LEAVES[:size]

    for old in range(1, size + 1):
        assert is_consistent(old, root(leaves[:old]), size, root(leaves), consistency_proof(leaves, old))


@pytest.mark.parametrize("size", range(1, 25))
def test_every_wrong_index_size_leaf_and_shortened_or_lengthened_proof_is_refused(size: int) -> None:
    leaves = LEAVES[:size]
    whole = root(leaves)
    for index in range(size):
        proof = inclusion_proof(leaves, index)
        forged = [
            *((LEAVES[index], other, size, proof) for other in range(-1, size + 2) if other != index),
            *((LEAVES[other], index, size, proof) for other in range(size) if other != index),
            (LEAVES[index], index, size, [*proof, LEAVES[0]]),
            (LEAVES[index], index, size, [LEAVES[0], *proof]),
            *((LEAVES[index], index, size, proof[:cut] + proof[cut + 1 :]) for cut in range(len(proof))),
        ]
        assert not any(includes(*forgery, whole) for forgery in forged)


@pytest.mark.parametrize("size", range(1, 25))
def test_every_wrong_old_size_or_changed_history_is_refused(size: int) -> None:
    leaves = LEAVES[:size]
    whole = root(leaves)
    for old in range(1, size):
        proof = consistency_proof(leaves, old)
        before = root(leaves[:old])
        changed = root([LEAVES[-1], *leaves[1:old]])
        forged = [
            (old, changed, size, whole, proof),
            (old, before, size, changed, proof),
            *((other, before, size, whole, proof) for other in range(size + 2) if other != old),
            (old, before, size, whole, [*proof, LEAVES[0]]),
            *((old, before, size, whole, proof[:cut] + proof[cut + 1 :]) for cut in range(len(proof))),
        ]
        assert not any(is_consistent(*forgery) for forgery in forged)


@given(st.data())
def test_a_proof_with_any_bit_flipped_is_refused(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, LARGEST))
    index = data.draw(st.integers(0, size - 1))
    leaves = LEAVES[:size]
    proof = inclusion_proof(leaves, index)
    at = data.draw(st.integers(0, len(proof) - 1))
    proof[at] = flipped(proof[at], data.draw(st.integers(0, 255)))

    assert not includes(leaves[index], index, size, proof, root(leaves))


@given(st.data())
def test_a_consistency_proof_with_any_bit_flipped_is_refused(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, LARGEST))
    old = data.draw(st.integers(1, size - 1))
    leaves = LEAVES[:size]
    proof = consistency_proof(leaves, old)
    at = data.draw(st.integers(0, len(proof) - 1))
    proof[at] = flipped(proof[at], data.draw(st.integers(0, 255)))

    assert not is_consistent(old, root(leaves[:old]), size, root(leaves), proof)


@given(st.lists(st.binary(max_size=40), max_size=40), st.data())
def test_changing_adding_removing_or_swapping_a_leaf_changes_the_root(
    contents: list[bytes], data: st.DataObject
) -> None:
    changed = data.draw(st.lists(st.binary(max_size=40), max_size=40) | st.permutations(contents))
    assume(changed != contents)

    assert root([leaf_hash(one) for one in contents]) != root([leaf_hash(one) for one in changed])


@given(st.lists(st.binary(max_size=8), max_size=80))
def test_a_frontier_survives_being_stored(contents: list[bytes]) -> None:
    frontier = Frontier.over(leaf_hash(one) for one in contents)

    assert Frontier.from_bytes(frontier.size, frontier.to_bytes()) == frontier


def test_a_leaf_is_never_taken_for_a_node() -> None:
    left, right = LEAVES[:2]

    assert leaf_hash(left + right) != node_hash(left, right)


@pytest.mark.parametrize(("size", "packed"), [(1, b""), (0, bytes(32)), (3, bytes(32)), (1, bytes(31)), (-1, b"")])
def test_a_frontier_that_does_not_fit_its_size_is_refused(size: int, packed: bytes) -> None:
    with pytest.raises(ValueError, match="frontier"):
        Frontier.from_bytes(size, packed)


@pytest.mark.parametrize("index", [-1, 3])
def test_there_is_no_proof_for_a_leaf_that_is_not_there(index: int) -> None:
    with pytest.raises(IndexError):
        inclusion_proof(LEAVES[:3], index)


@pytest.mark.parametrize("old_size", [0, 4])
def test_there_is_no_proof_from_a_size_the_log_never_had(old_size: int) -> None:
    with pytest.raises(IndexError):
        consistency_proof(LEAVES[:3], old_size)


def test_every_log_extends_the_empty_one() -> None:
    assert is_consistent(0, EMPTY_ROOT, 3, root(LEAVES[:3]), [])
    assert not is_consistent(0, LEAVES[0], 3, root(LEAVES[:3]), [])
    assert not is_consistent(0, EMPTY_ROOT, 3, root(LEAVES[:3]), [LEAVES[0]])
    assert not is_consistent(2, root(LEAVES[:2]), 3, root(LEAVES[:3]), [])


def flipped(node: bytes, bit: int) -> bytes:
    return (int.from_bytes(node) ^ (1 << bit)).to_bytes(len(node))
