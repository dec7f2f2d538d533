"""The log: published roots and proofs of Certificate Transparency, and a plain recursion after the RFC's own words."""

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from madang.urban.ballots import log


def hashes(text: str) -> list[bytes]:
    return [bytes.fromhex(one) for one in text.split()]


# The reference entries, roots and paths of Certificate Transparency (google/certificate-transparency, merkle_tree_test).
ENTRIES = [
    bytes.fromhex(one)
    for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = hashes("""
    6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125
    aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
    4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef
    ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328
""")
INCLUSION = {  # (leaf from zero, size): path
    (0, 1): "",
    (0, 8): """96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7
        5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e
        6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4""",
    (5, 8): """bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b
        ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0
        d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7""",
    (2, 3): "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    (1, 5): """6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
        5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e
        bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b""",
}
CONSISTENCY = {
    (1, 1): "",
    (1, 8): INCLUSION[0, 8],
    (6, 8): """0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a
        ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0
        d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7""",
    (2, 5): """5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e
        bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b""",
}


def grown_by(leaves: list[bytes], *parts: int) -> dict[log.Node, bytes]:
    """Return the nodes of a log that grew in the given steps; each step gets no more than it says it needs."""
    nodes: dict[log.Node, bytes] = {}
    size = 0
    for part in parts:
        edge = {node: nodes[node] for node in log.root_needs(size)}
        nodes |= log.grown(size, edge, leaves[size : size + part])
        size += part
    assert size == len(leaves)
    return nodes


def only(nodes: dict[log.Node, bytes], needs: list[log.Node]) -> dict[log.Node, bytes]:
    return {node: nodes[node] for node in needs}


def naive_root(leaves: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1, word by word."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else hashlib.sha256().digest()
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


LEAVES = [log.leaf_hash(entry) for entry in ENTRIES]
NODES = grown_by(LEAVES, 8)


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_the_published_ones(size):
    assert log.root(size, NODES) == ROOTS[size - 1]


def test_the_empty_log_has_the_hash_of_nothing():
    assert log.root(0, {}).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert log.grown(0, {}, []) == {}


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_proofs_are_the_published_ones(index, size):
    proof = log.inclusion_proof(index, size, only(NODES, log.inclusion_needs(index, size)))
    assert proof == hashes(INCLUSION[index, size])
    assert log.is_included(LEAVES[index], index, size, proof, ROOTS[size - 1])


@pytest.mark.parametrize(("first", "size"), CONSISTENCY)
def test_consistency_proofs_are_the_published_ones(first, size):
    proof = log.consistency_proof(first, size, only(NODES, log.consistency_needs(first, size)))
    assert proof == hashes(CONSISTENCY[first, size])
    assert log.is_consistent(first, size, proof, ROOTS[first - 1], ROOTS[size - 1])


@given(st.lists(st.integers(0, 9), max_size=8), st.data())
def test_a_log_grown_in_any_steps_agrees_with_the_plain_definition(parts, data):
    leaves = [log.leaf_hash(bytes([place])) for place in range(sum(parts))]
    nodes = grown_by(leaves, *parts)
    for size in range(len(leaves) + 1):
        assert log.root(size, only(nodes, log.root_needs(size))) == naive_root(leaves[:size])
    if leaves:
        size = data.draw(st.integers(1, len(leaves)))
        index = data.draw(st.integers(0, size - 1))
        first = data.draw(st.integers(1, size))
        included = log.inclusion_proof(index, size, only(nodes, log.inclusion_needs(index, size)))
        assert log.is_included(leaves[index], index, size, included, naive_root(leaves[:size]))
        consistent = log.consistency_proof(first, size, only(nodes, log.consistency_needs(first, size)))
        assert log.is_consistent(first, size, consistent, naive_root(leaves[:first]), naive_root(leaves[:size]))


def spoiled(proof: list[bytes]) -> list[list[bytes]]:
    """Return the proof with each hash changed, with one left out, and with one more."""
    changed = [[*proof[:place], bytes(32), *proof[place + 1 :]] for place in range(len(proof))]
    return [*changed, *(proof[:place] + proof[place + 1 :] for place in range(len(proof))), [*proof, bytes(32)]]


@pytest.mark.parametrize("size", range(1, 9))
def test_no_spoiled_inclusion_proof_is_believed(size):
    root = log.root(size, NODES)
    for index in range(size):
        proof = log.inclusion_proof(index, size, NODES)
        believed = [log.is_included(LEAVES[index], index, size, one, root) for one in spoiled(proof)]
        assert not any(believed)
        assert not log.is_included(LEAVES[index], index, size, proof, bytes(32))
        assert not log.is_included(LEAVES[index - 1], index, size, proof, root) or size == 1
        assert not log.is_included(LEAVES[index], size, size, proof, root)


@pytest.mark.parametrize(("first", "size"), [(first, size) for size in range(1, 9) for first in range(1, size + 1)])
def test_no_spoiled_consistency_proof_is_believed(first, size):
    old, new = log.root(first, NODES), log.root(size, NODES)
    proof = log.consistency_proof(first, size, NODES)
    assert not any(log.is_consistent(first, size, one, old, new) for one in spoiled(proof))
    assert not log.is_consistent(first, size, proof, bytes(32), new)
    assert not log.is_consistent(first, size, proof, old, bytes(32))
    assert not log.is_consistent(0, size, proof, old, new)
    assert not log.is_consistent(size + 1, size, proof, old, new)


def test_what_is_not_in_the_log_has_no_proof():
    with pytest.raises(ValueError, match="leaf 8 is not in a log of 8"):
        log.inclusion_proof(8, 8, NODES)
    with pytest.raises(ValueError, match="leaf -1 is not"):
        log.inclusion_needs(-1, 8)
    with pytest.raises(ValueError, match="a log of 9 leaves cannot begin one of 8"):
        log.consistency_proof(9, 8, NODES)
    with pytest.raises(ValueError, match="a log of 0 leaves"):
        log.consistency_needs(0, 8)


@pytest.mark.parametrize("size", [1, 1_000_000, 1 << 20])
def test_a_proof_for_a_million_leaves_needs_few_nodes(size):
    for index in (0, size // 2, size - 1):
        assert len(log.inclusion_needs(index, size)) <= 2 * size.bit_length()


def test_a_checkpoint_is_three_lines():
    """The text of the example at c2sp.org/tlog-checkpoint, without its extension line."""
    root = base64.b64decode("qINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=")
    assert log.checkpoint("example.com/behind-the-sofa", 20852163, root) == (
        "example.com/behind-the-sofa\n20852163\nqINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=\n"
    )


def test_a_note_is_signed_as_gos_sumdb_note_does_it():
    """The key and the signature of the example in golang.org/x/mod/sumdb/note."""
    name, public = "PeterNeumann", base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1:]
    assert log.verifier_key(name, public) == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    line = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    assert log.signed_note(text, name, public, base64.b64decode(line)[4:]) == f"{text}\n— PeterNeumann {line}\n"


def test_the_key_of_a_note_is_named_without_blanks_and_plus():
    key = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
    for name in ("", "a b", "a\n", "a+b", "a\N{NO-BREAK SPACE}b"):
        with pytest.raises(ValueError, match="neither blanks nor"):
            log.verifier_key(name, key)
        with pytest.raises(ValueError, match="neither blanks nor"):
            log.checkpoint(name, 1, bytes(32))
