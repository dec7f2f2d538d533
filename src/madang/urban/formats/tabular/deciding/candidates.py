"""Ways to read the cells of a column: each is one SQL expression that gives the value, or NULL for a cell that it cannot read."""

from collections.abc import Iterable
from dataclasses import dataclass

BLANKS = " \t\r\n\u00a0\u3000\u200b\ufeff"
NULL_WORDS = (
    "", "-", "--", "---", "–", "—", ".", "..", "...", "…", "n/a", "na", "#n/a", "nan", "null", "(null)", "none",
    "nil", "\\n", "<na>",
    "없음", "해당없음", "해당 없음", "미상", "자료없음", "자료 없음", "결측", "无", "暂无", "缺失", "不详", "空", "未知",
)  # fmt: skip
CELL = "«cell»"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A way to read a column.

    key       names it among all;  kind: of ``words.KINDS``, what its values are
    sql       the expression; CELL stands for the cell
    family    candidates of one family that read a cell differently make it ambiguous: only one of them may fit all cells
    distinct  how many different values must fit before it is believed without a hint in the column's name
    both      a boolean of single letters or signs: both sides must occur
    trusting  a cheaper expression for columns of which all cells are known to fit
    """

    key: str
    type: str
    kind: str
    sql: str
    family: str = ""
    unit: str = ""
    format: str = ""
    distinct: int = 0
    both: bool = False
    trusting: str = ""

    def of(self, cell: str) -> str:
        """Return the expression for a cell, given as SQL."""
        return self.sql.replace(CELL, cell)

    def fails(self, cell: str) -> str:
        """Return the condition under which a cell holds a value that this candidate cannot read."""
        return unread(cell, f"({self.of(cell)})")


def unread(cell: str, value: str) -> str:
    """Return the condition under which a cell stands for something of which no value was made."""
    return f"CASE WHEN {value} IS NOT NULL OR {cell} IS NULL THEN false ELSE NOT {is_null_word(cell)} END"


def quoted(text: str) -> str:
    """Return a text as a string of SQL."""
    return "'" + text.replace("'", "''") + "'"


def listed(words: Iterable[str]) -> str:
    """Return texts as a list of SQL."""
    return "(" + ", ".join(quoted(word) for word in words) + ")"


def trimmed(cell: str) -> str:
    """Return a cell without the blanks around it, those of Korean and Chinese keyboards among them."""
    return f"trim({cell}, {quoted(BLANKS)})"


def is_null_word(cell: str) -> str:
    """Return the condition under which a cell says that there is no value."""
    return f"lower({trimmed(cell)}) IN {listed(NULL_WORDS)}"


def matched(cell: str, pattern: str) -> str:
    """Return the condition under which all of a cell fits a pattern (RE2)."""
    return f"regexp_full_match({cell}, {quoted(pattern)})"


def as_words(cell: str) -> str:
    """Return a cell as text: as it came, and no value where only blanks stand; comparing is cheap, trimming is not."""
    plain = f"({cell} >= '!' AND {cell} < '\u00a0') OR ({cell} >= '\u3001' AND {cell} < '\ufeff')"
    return f"CASE WHEN {plain} THEN {cell} WHEN {trimmed(cell)} = '' THEN NULL ELSE {cell} END"


TEXT = Candidate("text", "text", "text", as_words(CELL))
EXACT = Candidate("declared", "text", "text", CELL)
