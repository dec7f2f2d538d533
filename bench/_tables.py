"""The mixed table that the Plaza's programs are measured with: 12 columns of a bicycle hire, some 100 bytes a row.

python bench/_tables.py FILE [--rows 1000000] [--seed 7]
"""

import argparse
import sys
from pathlib import Path

import numpy as np

HEADER = "대여소번호,대여일시,자치구,성별,연령대,이용건수,이동거리(m),이용시간(분),탄소량,행정동코드,회원여부,비고"
TYPES = ["text", "datetime", "text", "text", "text", "integer", "decimal", "integer", "decimal", "text", "boolean", "text"]
_NAMES = """
    종로구 중구 용산구 성동구 광진구 동대문구 중랑구 성북구 강북구 도봉구 노원구 은평구 서대문구 마포구 양천구 강서구 구로구
    금천구 영등포구 동작구 관악구 서초구 강남구 송파구 강동구
"""
DISTRICTS = _NAMES.split()
REMARKS = (
    "", "", "", "", '"정상, 반납 완료"', '"고장 신고: ""체인"", 앞바퀴"', "비 오는 날", '"연장 이용, 2회"', "단말기 교체",
)  # fmt: skip
STATIONS, CHUNK = 2_600, 100_000


def write(path: Path, rows: int, seed: int = 7) -> None:
    """Write a table of so many rows; the same seed writes the same bytes."""
    dice = np.random.default_rng(seed)
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(HEADER + "\n")
        for start in range(0, rows, CHUNK):
            out.write("\n".join(_lines(dice, min(CHUNK, rows - start))) + "\n")


def _lines(dice: np.random.Generator, rows: int) -> list[str]:
    station = dice.integers(1, STATIONS + 1, rows)
    minutes = dice.integers(0, 366 * 24 * 60, rows).astype("timedelta64[m]")
    when = np.char.replace(np.datetime_as_string(np.datetime64("2024-01-01T00:00:00") + minutes, unit="s"), "T", " ")
    district = station % len(DISTRICTS)
    metres = np.round(dice.gamma(2.0, 1_400.0, rows), 2)
    used = dice.poisson(24, rows)
    blank = dice.random(rows) < 0.03
    columns = zip(
        station.tolist(), when.tolist(), district.tolist(), dice.integers(0, 3, rows).tolist(), dice.integers(1, 8, rows).tolist(),
        dice.poisson(3, rows).tolist(), metres.tolist(), used.tolist(), blank.tolist(), (metres * 0.000232).tolist(),
        dice.random(rows).tolist(), dice.integers(0, len(REMARKS), rows).tolist(), strict=True,
    )  # fmt: skip
    return [
        f"{place:05d},{at},{DISTRICTS[gu]},{('남', '여', '')[sex]},{age}0대,{count},{far:.2f},{'' if gone else stay},{carbon:.4f},"
        f"11{gu * 30 + 110:03d}{place % 60 + 101}00,{'Y' if member < 0.8 else 'N'},{REMARKS[remark]}"
        for place, at, gu, sex, age, count, far, stay, gone, carbon, member, remark in columns
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    write(options.file, options.rows, options.seed)
    print(f"{options.file}: {options.rows:,} rows, {options.file.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
