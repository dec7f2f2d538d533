"""The disclosure gate: how well it finds, how well it hides, how fast. Run: python bench/disclosure.py [--quick]

Prints (1) precision and recall of the finder on labelled columns of made-up persons and of made-up offices and things,
(2) what a linear-program attacker recovers of tables that the gate protected, version by version, and without the gate,
(3) how many more cells are hidden than the least possible (a mixed-integer program) on small tables, (4) time for large tables.
Exits with 1 where a limit is missed.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable, Iterator

import highspy
import numpy as np
import pyarrow as pa

from madang.city.opendata.rules.disclosure import (
    Certainty,
    Field,
    Kind,
    Release,
    Shape,
    attack,
    build,
    find_personal,
    suppress,
)

K = 10
ROWS = 200
FAMILY, GIVEN = (
    "김이박최정강조윤장임한오서신권",
    ["민수", "서연", "지훈", "유진", "하은", "도윤", "예준", "수아", "현우", "지아", "길동"],
)
DISTRICTS = ["강남구", "마포구", "종로구", "은평구", "노원구", "도봉구", "성북구", "동작구"]
STREETS = ["월드컵로", "종로1길", "테헤란로", "퇴계로", "강남대로", "세종대로"]
CHINESE, ENGLISH = (
    "王李张刘陈杨黄赵吴周",
    [("James", "Smith"), ("Mary", "Jones"), ("Anna", "Brown"), ("David", "Clark"), ("Minsu", "Kim")],
)


def dice(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def resident_number(d: np.random.Generator) -> str:
    body = f"{d.integers(50, 99):02}{d.integers(1, 13):02}{d.integers(1, 29):02}{d.integers(1, 3)}{d.integers(0, 100_000):05}"
    check = (11 - sum(int(n) * w for n, w in zip(body, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True)) % 11) % 10
    return f"{body[:6]}-{body[6:]}{check}"


def chinese_id(d: np.random.Generator) -> str:
    body = f"110105{d.integers(1950, 2005)}{d.integers(1, 13):02}{d.integers(1, 29):02}{d.integers(0, 1000):03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(n) * w for n, w in zip(body, weights, strict=True)) % 11]


def card(d: np.random.Generator) -> str:
    body = f"4{d.integers(0, 10**14):014}"
    doubled = [int(n) * 2 if place % 2 == 0 else int(n) for place, n in enumerate(body)]
    return body + str(-sum(n - 9 if n > 9 else n for n in doubled) % 10)


def pick(d: np.random.Generator, values: list[str] | str) -> str:
    return values[int(d.integers(0, len(values)))]


def home(d: np.random.Generator) -> str:
    return f"서울특별시 {pick(d, DISTRICTS)} {pick(d, STREETS)} {d.integers(1, 300)}, {d.integers(101, 120)}동 {d.integers(101, 1500)}호"


# Columns of persons: (header, kind, a value)
PERSONAL: list[tuple[str, Kind, Callable[[np.random.Generator], object]]] = [
    ("성명", Kind.PERSON_NAME, lambda d: pick(d, FAMILY) + pick(d, GIVEN)),
    ("민원인", Kind.PERSON_NAME, lambda d: pick(d, FAMILY) + pick(d, GIVEN)),
    ("kol_1", Kind.PERSON_NAME, lambda d: pick(d, FAMILY) + pick(d, GIVEN[:10])),
    ("姓名", Kind.PERSON_NAME, lambda d: pick(d, CHINESE) + pick(d, "小大明志") + pick(d, "华丽强军")),
    ("col_zh", Kind.PERSON_NAME, lambda d: pick(d, CHINESE) + pick(d, "小大明志") + pick(d, "华丽强军")),
    ("name", Kind.PERSON_NAME, lambda d: " ".join(ENGLISH[int(d.integers(0, len(ENGLISH)))])),
    ("연락처", Kind.PHONE, lambda d: f"010-{d.integers(2000, 9999)}-{d.integers(1000, 9999)}"),
    (
        "비고",
        Kind.PHONE,
        lambda d: f"야간 010{d.integers(2000, 9999)}{d.integers(1000, 9999)} 연락" if d.random() < 0.05 else "없음",
    ),
    ("mobile", Kind.PHONE, lambda d: f"138{d.integers(10**7, 10**8)}"),
    ("tel_of_guardian", Kind.PHONE, lambda d: f"+44 7{d.integers(100, 999)} {d.integers(100000, 999999)}"),
    ("phone_int", Kind.PHONE, lambda d: int(f"10{d.integers(20_000_000, 99_999_999)}")),
    ("note", Kind.EMAIL, lambda d: f"from kim{d.integers(1, 999)}@example.com" if d.random() < 0.1 else "by post"),
    ("등록번호", Kind.RESIDENT_NUMBER, resident_number),
    ("memo", Kind.RESIDENT_NUMBER, lambda d: f"본인확인 {resident_number(d)}" if d.random() < 0.05 else "완료"),
    ("new_numbers", Kind.RESIDENT_NUMBER, lambda d: f"21{d.integers(1, 13):02}{d.integers(1, 29):02}-3{d.integers(0, 10**6):06}"),
    ("证件", Kind.CHINESE_ID, chinese_id),
    ("payment", Kind.PAYMENT_CARD, card),
    ("여권번호", Kind.PASSPORT, lambda d: f"M{d.integers(10**7, 10**8)}"),
    ("환급계좌", Kind.BANK_ACCOUNT, lambda d: f"110-{d.integers(100, 999)}-{d.integers(100000, 999999)}"),
    ("거주지", Kind.ADDRESS, home),
    ("col_addr", Kind.ADDRESS, home),
    ("住址", Kind.ADDRESS, lambda d: f"北京市朝阳区建国路{d.integers(1, 200)}号{d.integers(1, 20)}栋{d.integers(101, 999)}室"),
    ("home_address", Kind.ADDRESS, lambda d: f"{d.integers(1, 300)} Baker Street, Flat {d.integers(1, 40)}"),
    ("ip", Kind.IP_ADDRESS, lambda d: ".".join(str(n) for n in d.integers(1, 250, 4))),
    ("차량번호", Kind.VEHICLE_PLATE, lambda d: f"{d.integers(10, 999)}{pick(d, '가나다라마바사')} {d.integers(1000, 9999)}"),
    ("생년월일", Kind.BIRTH_DATE, lambda d: f"{d.integers(1940, 2015)}-{d.integers(1, 13):02}-{d.integers(1, 29):02}"),
]
# Columns of offices and things, about which nothing may be said (None), or only "an office's?"
OTHERS: list[tuple[str, Certainty | None, Callable[[np.random.Generator], object]]] = [
    ("자치구", None, lambda d: pick(d, DISTRICTS)),
    ("행정동", None, lambda d: pick(d, ["합정동", "망원1동", "서교동", "연남동", "성산1동", "상암동", "공덕동"])),
    ("소방서명", None, lambda d: pick(d, ["종로", "마포", "강남", "서초"]) + "소방서"),
    ("이름", None, lambda d: pick(d, DISTRICTS)[:-1] + pick(d, ["도서관", "보건소", "체육관"])),
    (
        "대여소명",
        None,
        lambda d: (
            f"{d.integers(100, 999)}. {pick(d, ['망원역 1번출구 앞', '국민일보 앞', '을지로3가역 2번출구', '청계천 다리'])}"
        ),
    ),
    ("관리번호", None, lambda d: f"{d.integers(2010, 2024)}-{d.integers(1000, 9999)}-{d.integers(100, 999)}"),
    ("법인등록번호", None, lambda d: f"110111-{d.integers(1_000_000, 8_999_999)}"),
    ("사업자번호", None, lambda d: f"{d.integers(100, 999)}-{d.integers(10, 99)}-{d.integers(10000, 99999)}"),
    ("barcode", None, lambda d: int(d.integers(8_800_000_000_000, 8_809_999_999_999))),
    ("epoch_ms", None, lambda d: int(d.integers(1_500_000_000_000, 1_700_000_000_000))),
    ("법정동코드", None, lambda d: f"1144{d.integers(10**5, 10**6)}"),
    ("날짜", None, lambda d: f"2024-{d.integers(1, 13):02}-{d.integers(1, 29):02}"),
    ("시각", None, lambda d: f"{d.integers(0, 24):02}:{d.integers(0, 60):02}"),
    ("수종", None, lambda d: pick(d, ["은행나무", "느티나무", "소나무", "왕벚나무", "이팝나무"])),
    ("노선", None, lambda d: pick(d, ["2호선", "N26", "마포09", "6호선"])),
    ("metric", None, lambda d: round(float(d.normal(20, 5)), 3)),
    ("line", None, lambda d: pick(d, ["Green line", "Harbour loop", "King street", "Park avenue"])),
    ("uuid", None, lambda d: f"{d.integers(0, 16**8):08x}-{d.integers(0, 16**4):04x}-{d.integers(0, 16**4):04x}"),
    ("version", None, lambda d: f"{d.integers(0, 9)}.{d.integers(0, 30)}.{d.integers(0, 9)}"),
    ("区县", None, lambda d: pick(d, ["朝阳区", "黄浦区", "徐汇区", "静安区", "浦东新区"])),
    ("전화번호", Certainty.OFFICE, lambda d: f"02-{d.integers(200, 999)}-{d.integers(1000, 9999)}"),
    ("대표전화", Certainty.OFFICE, lambda d: f"031-{d.integers(200, 999)}-{d.integers(1000, 9999)}"),
    ("문의처", Certainty.OFFICE, lambda d: f"info{d.integers(1, 9)}@city.go.kr"),
]


def finding() -> tuple[float, float, int]:
    """Return precision, recall and the number of columns of the finder, each column a table of its own."""
    right = wrong = missed = 0
    for number, (header, kind, make) in enumerate(PERSONAL):
        told = {one.kind for one in _found(header, make, number) if one.certainty is not Certainty.OFFICE}
        right, missed, wrong = right + (kind in told), missed + (kind not in told), wrong + len(told - {kind})
        if told != {kind}:
            print(f"    {header}: expected {kind.value}, found {[one.value for one in told] or 'nothing'}")
    for number, (header, allowed, make) in enumerate(OTHERS):
        told_all = _found(header, make, 1_000 + number)
        false = [one for one in told_all if one.certainty is not allowed]
        wrong += len(false)
        if false or (allowed and not told_all):
            print(f"    {header}: expected {allowed}, found {[(one.kind.value, one.certainty.value) for one in told_all]}")
    return right / max(right + wrong, 1), right / (right + missed), len(PERSONAL) + len(OTHERS)


def _found(header: str, make: Callable[[np.random.Generator], object], seed: int) -> list:
    d = dice(seed)
    values = pa.array([make(d) for _row in range(ROWS)])
    kind = "text" if pa.types.is_string(values.type) else "integer" if pa.types.is_integer(values.type) else "decimal"
    return list(find_personal([Field(header, header, kind)], [pa.record_batch({header: values})]))


def crossed(inner: np.ndarray) -> pa.Table:
    """Return a table of any dimensions with all its totals."""
    full = inner
    for axis in range(inner.ndim):
        full = np.concatenate([full, full.sum(axis=axis, keepdims=True)], axis=axis)
    places = np.indices(full.shape).reshape(full.ndim, -1)
    columns = {
        f"d{axis}": pa.array([f"v{n}" if n < size else "total" for n in places[axis]]) for axis, size in enumerate(inner.shape)
    }
    return pa.table(columns | {"cases": full.reshape(-1)})


def shape_for(dimensions: int) -> Shape:
    return Shape(tuple(f"d{axis}" for axis in range(dimensions)), ("cases",))


def histories(count: int, seed: int) -> Iterator[list[pa.Table]]:
    """Yield tables that change a little from one version to the next."""
    d = dice(seed)
    for _table in range(count):
        size = (int(d.integers(3, 9)), int(d.integers(3, 7)))
        inner = d.poisson(d.gamma(0.8, 20, size=size))
        versions = []
        for _version in range(3):
            versions.append(crossed(inner))
            inner = inner.copy()
            for _change in range(int(d.integers(1, 5))):
                inner[tuple(int(d.integers(0, n)) for n in size)] += int(d.integers(1, 30))
        yield versions


def attacked(count: int) -> tuple[int, int, int, int]:
    """Return small cells, those recovered where each version knows the others, where each is alone, and with primary only."""
    small = together = alone = bare = 0
    for versions in histories(count, 11):
        shape = shape_for(2)
        known: list[Release] = []
        lonely: list[Release] = []
        plain: list[Release] = []
        for table in versions:
            known.append(Release(table, shape, dict(suppress(table, shape, K, known).hidden)))
            lonely.append(Release(table, shape, dict(suppress(table, shape, K).hidden)))
            values = table.column("cases").to_numpy()
            plain.append(Release(table, shape, {"cases": (values > 0) & (values < K)}))
        for number, releases in enumerate((known, lonely, plain)):
            targets, lost = _recovered(releases)
            small += targets if number == 0 else 0
            together, alone, bare = together + lost * (number == 0), alone + lost * (number == 1), bare + lost * (number == 2)
    return small, together, alone, bare


def _recovered(releases: list[Release]) -> tuple[int, int]:
    """Attack all versions at once, the newest as published too."""
    empty = Release(releases[-1].table.slice(0, 0), releases[-1].shape)
    system = build([*releases, empty], K)
    found = attack(system, ~system.told, K, exact=True)
    return len(found.targets), int(found.recovered.sum())


def attacked_whole(count: int) -> tuple[int, int]:
    """Return small cells of three-dimensional tables, and those recovered by a reader who uses that counts are whole."""
    small = lost = 0
    d = dice(9)
    for _table in range(count):
        table = crossed(d.poisson(d.gamma(1, 15, size=(4, 3, 3))))
        done = suppress(table, shape_for(3), K)
        empty = Release(table.slice(0, 0), shape_for(3))
        system = build([Release(table, shape_for(3), dict(done.hidden)), empty], K)
        found = attack(system, ~system.told, K, exact=True, whole=True)
        small, lost = small + len(found.targets), lost + int(found.recovered.sum())
    return small, lost


def least_hidden(table: pa.Table, dimensions: int) -> int:
    """Return the least number of cells that protect a table: one flow for each small cell, whole switches for the hidden."""
    system = build([Release(table, shape_for(dimensions))], K)
    values = system.values
    small = np.flatnonzero((values > 0) & (values < K))
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("time_limit", 60.0)
    switches = [solver.addBinary(obj=1.0) for _cell in values]
    most = float(values.max() + K)
    for cell, value in enumerate(values):
        if value == 0:
            solver.changeColBounds(cell, 0.0, 0.0)
    for target in small:
        solver.changeColBounds(int(target), 1.0, 1.0)
        moves = [solver.addVariable(lb=-float(max(value - 1, 0)), ub=most) for value in values]
        for cell, move in enumerate(moves):
            solver.addConstr(move <= most * switches[cell])
            solver.addConstr(move >= -most * switches[cell])
        solver.addConstr(moves[int(target)] >= K - 1)
        for first, last in itertools.pairwise(system.starts):
            solver.addConstr(sum(float(system.signs[at]) * moves[int(system.cells[at])] for at in range(first, last)) == 0)
    solver.run()
    return round(solver.getInfo().objective_function_value) if len(small) else 0


def sparing(count: int) -> tuple[int, int]:
    """Return the cells that are hidden in small tables, and the least possible."""
    ours = best = 0
    d = dice(5)
    for _table in range(count):
        table = crossed(d.poisson(d.gamma(1.2, 25, size=(4, 4))))
        ours += int(sum(mask.sum() for mask in suppress(table, shape_for(2), K).hidden.values()))
        best += least_hidden(table, 2)
    return ours, best


def seconds(run: Callable[[], object]) -> float:
    started = time.process_time()
    run()
    return time.process_time() - started


def speeds(rows: int, sizes: list[tuple[int, ...]]) -> Iterator[tuple[str, float]]:
    d = dice(2)
    names = pa.array([f"장소 {n}" for n in range(2_000)])
    table = pa.table(
        {
            "id": pa.array([f"K-{n:08}" for n in range(rows)]),
            "place": names.take(pa.array(d.integers(0, 2_000, rows))),
            "when": pa.array(d.integers(1_500_000_000, 1_600_000_000, rows)),
            "value": d.normal(size=rows),
            "phone": pa.array([f"02-{n % 900 + 100}-{n % 9000 + 1000}" for n in range(rows)]),
        }
    )
    fields = [Field("id"), Field("place"), Field("when", "when", "integer"), Field("value", "value", "decimal"), Field("phone")]
    yield f"find, {rows:,} rows x 5", seconds(lambda: find_personal(fields, table.to_batches(max_chunksize=122_880)))
    for size in sizes:
        cube = crossed(d.poisson(d.gamma(0.7, 30, size=size)))
        yield f"hide, {'x'.join(map(str, size))} with totals", seconds(lambda: suppress(cube, shape_for(len(size)), K))  # noqa: B023


def main() -> int:
    quick = "--quick" in sys.argv
    print("Finding, labelled columns")
    precision, recall, columns = finding()
    print(f"  {columns} columns: precision {precision:.3f} (at least 0.95), recall {recall:.3f} (at least 0.95)")
    small, together, alone, bare = attacked(6 if quick else 60)
    print(f"Attack on three versions each, k = {K}: {small} small cells")
    print(
        f"  recovered: small ones hidden alone {bare}; each version by itself {alone}; as the gate does it {together} (at most 0)"
    )
    cubes, lost = attacked_whole(3 if quick else 25)
    print(f"  tables of 4 x 3 x 3, a reader who uses that counts are whole: {lost} of {cubes} recovered (at most 0)")
    ours, best = sparing(4 if quick else 25)
    print(f"Hidden in 4 x 4 tables: {ours}; least possible {best}; ratio {ours / max(best, 1):.2f} (at most 1.25)")
    for name, took in speeds(100_000 if quick else 1_000_000, [(25, 12)] if quick else [(25, 12), (25, 12, 6), (25, 60)]):
        print(f"  {name}: {took:.2f} CPU s")
    return int(precision < 0.95 or recall < 0.95 or together > 0 or lost > 0 or ours > 1.25 * best)


if __name__ == "__main__":
    sys.exit(main())
