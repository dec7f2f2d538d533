"""The fingerprint of a table's content: the same however its file is cut into groups, encoded or compressed.

For each column three streams are hashed (BLAKE2b): which rows have no value, how long texts are, the values themselves, 0 where
there is none. The fingerprint is the SHA-256 of the columns' names and types and of these hashes, in order.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_IDENTITY = ("name", "source_name", "type", "unit", "role")


def fingerprint(tables: Iterable[pa.Table], schema: pa.Schema, columns: Iterable[Mapping[str, Any]]) -> str:
    """Return the fingerprint of a table that comes in pieces.

    columns  as Table.columns keeps them; what makes them another table is hashed: names, type, unit, role
    """
    hashes = [_Column() for _ in schema]
    rows = 0
    for piece in tables:
        rows += piece.num_rows
        for column, chunked in zip(hashes, piece.columns, strict=True):
            for values in chunked.chunks:
                column.add(values)
    told = [[str(column.get(name) or "") for name in _IDENTITY] for column in columns]
    head = {"columns": told, "schema": [[field.name, str(field.type)] for field in schema], "rows": rows}
    whole = hashlib.sha256(json.dumps(head, ensure_ascii=False, sort_keys=True).encode())
    for column in hashes:
        whole.update(column.digest())
    return whole.hexdigest()


class _Column:
    def __init__(self) -> None:
        self.missing, self.lengths, self.values = (hashlib.blake2b(digest_size=32) for _ in range(3))
        self.rows = 0

    def add(self, values: pa.Array) -> None:
        if pa.types.is_dictionary(values.type):
            values = values.dictionary_decode()
        if values.null_count:
            self.missing.update((np.flatnonzero(np.asarray(values.is_null())).astype("<i8") + self.rows).tobytes())
        self.rows += len(values)
        if pa.types.is_null(values.type) or not len(values):
            return
        if _is_text(values.type):
            self._add_text(values)
        elif pa.types.is_boolean(values.type):
            self.values.update(np.asarray(pc.cast(pc.fill_null(values, False), pa.uint8())).tobytes())
        else:
            self.values.update(_fixed(values))

    def _add_text(self, values: pa.Array) -> None:
        plain = pc.fill_null(values, pa.scalar(b"", type=pa.binary()).cast(values.type)) if values.null_count else values
        is_large = pa.types.is_large_string(plain.type) or pa.types.is_large_binary(plain.type)
        offsets = np.frombuffer(plain.buffers()[1], dtype="<i8" if is_large else "<i4")
        offsets = offsets[plain.offset : plain.offset + len(plain) + 1]
        self.lengths.update(np.diff(offsets).astype("<i4").tobytes())
        data = plain.buffers()[2]
        if data is not None:
            self.values.update(memoryview(data)[int(offsets[0]) : int(offsets[-1])])

    def digest(self) -> bytes:
        return self.missing.digest() + self.lengths.digest() + self.values.digest()


def _is_text(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind)
    )


def _fixed(values: pa.Array) -> memoryview | bytes:
    """Return the bytes of values of one width, zeros where there is none."""
    width = values.type.bit_width // 8
    held = memoryview(values.buffers()[1])[values.offset * width : (values.offset + len(values)) * width]
    if not values.null_count:
        return held
    bytes_ = np.frombuffer(held, dtype=np.uint8).reshape(len(values), width).copy()
    bytes_[~np.asarray(values.is_valid())] = 0
    return bytes_.tobytes()
