"""Parameters of an address -> a question, or a refusal that names the parameter and what would be right."""

from collections.abc import Mapping, Sequence

from madang.city.kernel.refusals import Refusal
from madang.city.opendata.rules.tabular.groups import read_group
from madang.city.opendata.rules.tabular.literals import EXAMPLES, listed, literal
from madang.city.opendata.rules.tabular.operators import MEANINGS, MEASURES, Operator, find_operator
from madang.city.opendata.rules.tabular.values import Condition, Either, Field, Measure, Order, Plain, Query

MOST_PARAMETERS = 100
MOST_CONDITIONS = 200
MOST_COLUMNS = 500
MOST_GROUPS = 10
MOST_MEASURES = 40
MOST_OFFSET = 1 << 40
ON = ("", "true", "1")


class Unreadable(Exception):
    """Raised inside this room where a parameter makes no sense."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.refusal = Refusal(f"opendata.{key}", params, status=422)


def read(pairs: Sequence[tuple[str, str]], fields: Sequence[Field], *, limit: int = 100, most: int = 10_000) -> Query | Refusal:
    """Return the question that the parameters ask, or why they ask none.

    pairs   (name, value) in the order of the address
    fields  the table's columns
    limit   how many rows where nothing is said; ``most``: how many may be asked for
    """
    try:
        return _Reader({one.name: one.type for one in fields}, most).query(pairs, limit)
    except Unreadable as wrong:
        return wrong.refusal


class _Reader:
    """Reads one question; gathers its parts as the parameters come."""

    def __init__(self, types: Mapping[str, str], most: int) -> None:
        self.types = types
        self.most = most
        self.columns: tuple[str, ...] = ()
        self.conditions: list[Condition | Either] = []
        self.groups: list[str] = []
        self.measures: list[Measure] = []
        self.order: list[Order] = []
        self.numbers: dict[str, int] = {}

    def query(self, pairs: Sequence[tuple[str, str]], limit: int) -> Query:
        if len(pairs) > MOST_PARAMETERS:
            raise Unreadable("too_many_parameters", most=MOST_PARAMETERS)
        for name, value in pairs:
            self._take(name, value)
        self._check_size()
        if self.groups and not self.measures:
            self.measures.append(Measure("count"))
        query = Query(
            columns=self.columns, where=Either(tuple(self.conditions)), groups=tuple(dict.fromkeys(self.groups)),
            measures=tuple(dict.fromkeys(self.measures)), order=tuple(self.order),
            limit=self.numbers.get("limit", min(limit, self.most)), offset=self.numbers.get("offset", 0),
        )  # fmt: skip
        self._check_result(query)
        return query

    def _take(self, name: str, value: str) -> None:
        words = {
            "columns": self._take_columns, "select": self._take_columns, "sort": self._take_sort, "groupby": self._take_groups,
            "count": self._take_count, "limit": self._take_limit, "offset": self._take_offset, "or": self._take_any,
            "and": self._take_all,
        }  # fmt: skip
        take = words.get(name)
        if take is not None:
            take(value)
        else:
            self._take_part(name, value)

    def _take_part(self, name: str, value: str) -> None:
        column, word = self._split(name)
        if word == "groupby":
            self._expect_nothing(name, value)
            self._group(column, name)
        elif word == "sort":
            if value not in ("asc", "desc"):
                raise Unreadable("bad_parameter", parameter=name, value=value, remedy="asc, desc")
            self.order.append(Order(column, value == "desc"))
        elif word in MEASURES:
            self.measures += self._measures(column, word, name, value)
        else:
            self.conditions.append(self.condition(name, value))

    def _split(self, name: str) -> tuple[str, str]:
        column, marks, word = name.rpartition("__")
        if not marks:
            raise Unreadable("unknown_parameter", parameter=name[:80])
        if column not in self.types and word not in ("sort",):
            raise Unreadable("unknown_column", column=column[:80], known=", ".join(list(self.types)[:30]))
        return column, word

    def condition(self, name: str, value: str) -> Condition:
        """Return the condition that ``column__operator=value`` spells."""
        column, word = self._split(name)
        operator = find_operator(word)
        if operator is None:
            raise Unreadable("unknown_operator", parameter=name[:80], known=", ".join([*Operator, *MEASURES, "groupby", "sort"]))
        meaning, kind = MEANINGS[operator], self.types[column]
        if kind not in meaning.types:
            raise Unreadable("operator_on_type", parameter=name[:80], type=kind)
        if meaning.most == 0:
            self._expect_nothing(name, value)
            return Condition(column, operator)
        texts = listed(value) if meaning.most > 1 else [value]
        if texts is None or not meaning.least <= len(texts) <= meaning.most:
            raise Unreadable("bad_list", parameter=name[:80], least=meaning.least, most=meaning.most)
        return Condition(column, operator, tuple(self._literal(name, text, kind) for text in texts))

    def _literal(self, name: str, text: str, kind: str) -> Plain:
        value = literal(text, kind)
        if value is None:
            raise Unreadable("bad_value", parameter=name[:80], value=text[:80], type=kind, example=EXAMPLES[kind])
        return value

    def _expect_nothing(self, name: str, value: str) -> None:
        if value not in ON:
            raise Unreadable("bad_parameter", parameter=name[:80], value=value[:80], remedy="true")

    def _measures(self, column: str, word: str, name: str, value: str) -> list[Measure]:
        if self.types[column] not in MEASURES[word][0]:
            raise Unreadable("operator_on_type", parameter=name[:80], type=self.types[column])
        if word != "quantile":
            self._expect_nothing(name, value)
            return [Measure(word, column)]
        shares = [self._literal(name, text, "decimal") for text in (listed(value) or [])]
        if not shares or any(not 0 <= float(share) <= 1 for share in shares if isinstance(share, float)):
            raise Unreadable("bad_value", parameter=name[:80], value=value[:80], type="decimal", example="0.5")
        return [Measure(word, column, round(float(share), 6)) for share in shares if isinstance(share, float)]

    def _group(self, column: str, parameter: str) -> None:
        if self.types[column] == "geometry":
            raise Unreadable("operator_on_type", parameter=parameter[:80], type="geometry")
        self.groups.append(column)

    def _names(self, value: str) -> list[str]:
        names = [name.strip() for name in value.split(",") if name.strip()]
        for name in names:
            if name.removeprefix("-") not in self.types:
                raise Unreadable("unknown_column", column=name[:80], known=", ".join(list(self.types)[:30]))
        return names

    def _take_columns(self, value: str) -> None:
        self.columns = tuple(dict.fromkeys((*self.columns, *self._names(value))))

    def _take_groups(self, value: str) -> None:
        for name in self._names(value):
            self._group(name, "groupby")

    def _take_sort(self, value: str) -> None:
        for name in value.split(","):
            if name.strip():
                self.order.append(Order(name.strip().removeprefix("-"), name.strip().startswith("-")))

    def _take_count(self, value: str) -> None:
        self._expect_nothing("count", value)
        self.measures.append(Measure("count"))

    def _take_limit(self, value: str) -> None:
        self.numbers["limit"] = self._number("limit", value, 1, self.most)

    def _take_offset(self, value: str) -> None:
        self.numbers["offset"] = self._number("offset", value, 0, MOST_OFFSET)

    def _number(self, name: str, value: str, least: int, most: int) -> int:
        if not value.isascii() or not value.isdigit() or len(value) > 15 or not least <= int(value) <= most:
            raise Unreadable("bad_parameter", parameter=name, value=value[:80], remedy=f"{least} - {most}")
        return int(value)

    def _take_any(self, value: str) -> None:
        self.conditions.append(self._nested(value, is_any=True))

    def _take_all(self, value: str) -> None:
        self.conditions.append(self._nested(value, is_any=False))

    def _nested(self, value: str, *, is_any: bool) -> Either:
        found = read_group(value, is_any=is_any, condition=self.condition)
        if found is None:
            raise Unreadable("bad_group", parameter="or" if is_any else "and", value=value[:80])
        return found

    def _check_size(self) -> None:
        sizes = (
            ("columns", len(self.columns), MOST_COLUMNS), ("groupby", len(self.groups), MOST_GROUPS),
            ("count", len(self.measures), MOST_MEASURES), ("sort", len(self.order), MOST_GROUPS),
            ("or", sum(1 for _ in Query(where=Either(tuple(self.conditions))).conditions()), MOST_CONDITIONS),
        )  # fmt: skip
        for parameter, size, most in sizes:
            if size > most:
                raise Unreadable("too_much_of", parameter=parameter, most=most)

    def _check_result(self, query: Query) -> None:
        """Hold the order, and the columns where groups are asked for, against what the result has."""
        if query.is_grouped and query.columns:
            raise Unreadable("columns_of_groups", parameter="columns")
        names = [*query.groups, *(one.name for one in query.measures)] if query.is_grouped else list(self.types)
        if len(set(names)) < len(names):
            raise Unreadable("bad_parameter", parameter="groupby", value=", ".join(names)[:80], remedy="count")
        for one in query.order:
            if one.column not in names or self.types.get(one.column) == "geometry":
                raise Unreadable("unknown_column", column=one.column[:80], known=", ".join(names[:30]))
        if len({one.column for one in query.order}) < len(query.order):
            raise Unreadable("too_much_of", parameter="sort", most=1)
