"""An append-only log: the Merkle tree of RFC 9162 over SHA-256, its proofs, and checkpoints as signed notes.

A node ``(level, index)`` is the complete subtree over the ``2 ** level`` leaves from ``index * 2 ** level`` on. Such nodes
never change once they are there, so a log is kept as nodes, and what a tree of any size, present or past, needs for a root
or a proof is at most a few dozen of them: ``..._needs`` says which, the function beside it makes the answer out of them.
Sources: RFC 9162, 2.1; C2SP tlog-checkpoint and signed-note (https://c2sp.org/tlog-checkpoint, https://c2sp.org/signed-note).
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence

Node = tuple[int, int]
Range = tuple[int, int]
Nodes = Mapping[Node, bytes]

EMPTY_ROOT = hashlib.sha256().digest()
ED25519 = b"\x01"  # the note's signature type


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of one entry: SHA-256 of a zero byte and the entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash over two subtrees: SHA-256 of a one byte and both hashes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def cover(start: int, end: int) -> list[Node]:
    """Return the complete subtrees that make up the leaves from ``start`` up to but not with ``end``, left to right."""
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        if start:
            level = min(level, (start & -start).bit_length() - 1)
        found.append((level, start >> level))
        start += 1 << level
    return found


def grown(size: int, nodes: Nodes, leaves: Sequence[bytes]) -> dict[Node, bytes]:
    """Return the nodes that come to a log of ``size`` leaves when ``leaves`` (their hashes) are appended.

    nodes  at least ``root_needs(size)``
    """
    new: dict[Node, bytes] = {(0, size + place): leaf for place, leaf in enumerate(leaves)}
    level, first, end = 0, size, size + len(leaves)
    while end >> 1:
        for parent in range(first >> 1, end >> 1):
            left, right = (level, 2 * parent), (level, 2 * parent + 1)
            new[level + 1, parent] = node_hash(new[left] if left in new else nodes[left], new[right])
        level, first, end = level + 1, first >> 1, end >> 1
    return new


def root_needs(size: int) -> list[Node]:
    """Return the nodes that the root of the first ``size`` leaves is made of."""
    return cover(0, size)


def root(size: int, nodes: Nodes) -> bytes:
    """Return the root over the first ``size`` leaves."""
    return _hash((0, size), nodes) if size else EMPTY_ROOT


def inclusion_needs(index: int, size: int) -> list[Node]:
    """Return the nodes that the inclusion proof needs. Raises ValueError unless 0 <= index < size."""
    return _needs(_inclusion_ranges(index, size))


def inclusion_proof(index: int, size: int, nodes: Nodes) -> list[bytes]:
    """Return the hashes that lead from leaf ``index`` to the root over ``size`` leaves, from the bottom up.

    Raises ValueError unless 0 <= index < size. Source: RFC 9162, 2.1.3.1
    """
    return [_hash(one, nodes) for one in _inclusion_ranges(index, size)]


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether ``proof`` shows that ``leaf`` (its hash) stands at ``index`` among ``size``. Source: RFC 9162, 2.1.3.2"""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for beside in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(beside, found)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def consistency_needs(first: int, size: int) -> list[Node]:
    """Return the nodes that the consistency proof needs. Raises ValueError unless 0 < first <= size."""
    return _needs(_consistency_ranges(first, size))


def consistency_proof(first: int, size: int, nodes: Nodes) -> list[bytes]:
    """Return the hashes that show that the log of ``first`` leaves is the beginning of the one of ``size``.

    Raises ValueError unless 0 < first <= size. Source: RFC 9162, 2.1.4.1
    """
    return [_hash(one, nodes) for one in _consistency_ranges(first, size)]


def is_consistent(first: int, size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Tell whether ``proof`` shows that the log of ``first`` leaves begins the log of ``size``. Source: RFC 9162, 2.1.4.2"""
    if not 0 < first < size:
        return first == size > 0 and not proof and old_root == new_root
    path = [old_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not path:
        return False
    place, last = first - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for beside in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(beside, old), node_hash(beside, new)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


def _split(start: int, end: int) -> int:
    """Return where a tree over a range is split: the largest power of two below its size, counted from its start."""
    return start + (1 << (end - start - 1).bit_length() - 1)


def _inclusion_ranges(index: int, size: int) -> list[Range]:
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a log of {size}")
    start, end, beside = 0, size, []
    while end - start > 1:
        middle = _split(start, end)
        if index < middle:
            beside.append((middle, end))
            end = middle
        else:
            beside.append((start, middle))
            start = middle
    return beside[::-1]


def _consistency_ranges(first: int, size: int) -> list[Range]:
    if not 0 < first <= size:
        raise ValueError(f"a log of {first} leaves cannot begin one of {size}")
    start, end, beside = 0, size, []
    while end != first:
        middle = _split(start, end)
        if first <= middle:
            beside.append((middle, end))
            end = middle
        else:
            beside.append((start, middle))
            start = middle
    return [*([(start, end)] if start else []), *beside[::-1]]


def _needs(ranges: Iterable[Range]) -> list[Node]:
    return [node for one in ranges for node in cover(*one)]


def _hash(one: Range, nodes: Nodes) -> bytes:
    *rest, found = (nodes[node] for node in cover(*one))
    for left in reversed(rest):
        found = node_hash(left, found)
    return found


def checkpoint(origin: str, size: int, root: bytes) -> str:
    """Return the text of a checkpoint, which is what is signed: origin, number of leaves, root; a line each."""
    return f"{_key_name(origin)}\n{size}\n{_base64(root)}\n"


def verifier_key(name: str, public_key: bytes) -> str:
    """Return a raw Ed25519 key (32 bytes) as a note's readers are given it: name, key id and key, joined by ``+``."""
    return f"{_key_name(name)}+{_key_id(name, public_key).hex()}+{_base64(ED25519 + public_key)}"


def signed_note(text: str, name: str, public_key: bytes, signature: bytes) -> str:
    """Return a text, which ends with a line's end, as a note with one Ed25519 signature over it."""
    return f"{text}\n\N{EM DASH} {_key_name(name)} {_base64(_key_id(name, public_key) + signature)}\n"


def _key_name(name: str) -> str:
    if not name or "+" in name or name.split() != [name]:
        raise ValueError(f"the name of a log's key may hold neither blanks nor +: {name!r}")
    return name


def _key_id(name: str, public_key: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public_key).digest()[:4]


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
