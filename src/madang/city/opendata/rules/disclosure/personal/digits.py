"""Check digits of many numbers at once. Each takes strings that hold digits and signs, and returns a mask."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
CHINESE_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
CHINESE_CHECKS = np.frombuffer(b"10X98765432", dtype=np.uint8)
KOREAN_WEIGHTS = np.array([2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5])
MOST_CARD_DIGITS = 19


def _characters(values: pa.Array, width: int, keep: str) -> NDArray[np.uint8]:
    """Return (values, width) characters of what ``keep`` lets through, right-aligned, zeros where a value is shorter."""
    plain = pc.utf8_upper(pc.replace_substring_regex(values, f"[^{keep}]", ""))
    cut = pc.utf8_slice_codeunits(pc.utf8_lpad(plain, width, "0"), -width)
    joined = "".join(cut.to_pylist()).encode("ascii")
    return np.frombuffer(joined, dtype=np.uint8).reshape(-1, width)


def _numbers(values: pa.Array, width: int) -> NDArray[np.int64]:
    return _characters(values, width, "0-9").astype(np.int64) - ord("0")


def luhn(values: pa.Array) -> Mask:
    """Return which pass the check of payment cards (ISO/IEC 7812-1 annex B)."""
    if not len(values):
        return np.zeros(0, dtype=bool)
    numbers = _numbers(values, MOST_CARD_DIGITS)
    numbers[:, -2::-2] *= 2
    numbers[numbers > 9] -= 9
    return np.asarray(numbers.sum(axis=1) % 10 == 0) & (numbers.sum(axis=1) > 0)


def korean(values: pa.Array) -> Mask:
    """Return which pass the check of Korean resident and alien registration numbers; those issued since 2020-10 need not."""
    if not len(values):
        return np.zeros(0, dtype=bool)
    numbers = _numbers(values, 13)
    rest = (numbers[:, :12] * KOREAN_WEIGHTS).sum(axis=1) % 11
    resident = (11 - rest) % 10 == numbers[:, 12]
    alien = (13 - rest) % 10 == numbers[:, 12]
    return np.where(np.isin(numbers[:, 6], (5, 6, 7, 8)), alien | resident, resident)


def chinese(values: pa.Array) -> Mask:
    """Return which pass the check of Chinese identity numbers (GB 11643-1999, ISO 7064 MOD 11-2)."""
    if not len(values):
        return np.zeros(0, dtype=bool)
    letters = _characters(values, 18, "0-9Xx")
    numbers = letters[:, :17].astype(np.int64) - ord("0")
    return np.asarray(letters[:, 17] == CHINESE_CHECKS[(numbers * CHINESE_WEIGHTS).sum(axis=1) % 11])


def iban(values: pa.Array) -> Mask:
    """Return which pass the check of international bank account numbers (ISO 13616, MOD 97-10)."""
    if not len(values):
        return np.zeros(0, dtype=bool)
    plain = pc.replace_substring_regex(pc.utf8_upper(values), "[^0-9A-Z]", "")
    turned = pc.binary_join_element_wise(pc.utf8_slice_codeunits(plain, 4), pc.utf8_slice_codeunits(plain, 0, 4), "")
    letters = _characters(turned, 34, "0-9A-Z").astype(np.int64)
    remainder = np.zeros(len(letters), dtype=np.int64)
    for place in range(letters.shape[1]):
        code = letters[:, place]
        is_letter = code >= ord("A")
        remainder = np.where(is_letter, remainder * 100 + code - 55, remainder * 10 + code - ord("0")) % 97
    return np.asarray(remainder == 1)
