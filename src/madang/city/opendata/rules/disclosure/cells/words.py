"""What columns and values of tables with counts are called, in Korean, Chinese and English."""

import re

from madang.city.opendata.rules.disclosure.findings import Field
from madang.city.opendata.rules.disclosure.personal.headers import header_words

# Counts of persons, households, cases: a small one is about somebody.
PERSONS = re.compile(
    r"인원|명수|사람|인구|환자|민원|신청|접수|참가|참여자|방문자|처리건|세대|가구|학생|아동|노인|응답|피해|사망|부상|사상|확진|이용자|가입자|수급|실업|출생|범죄|"
    r"사고건|발생건|남자|여자|남성|여성|^남$|^여$|^건수$|_건수$|명$|"
    r"人数|人口|件数|户数|患者|学生|死亡|受伤|申请|男性|女性|^男$|^女$|"
    r"person|people|population|resident|patient|case|applica|household|student|child|elder|respond|victim|death|injur|"
    r"complaint|participant|visitor|attend|customer|user|beneficiar|birth|crime|granted|refused|voter|^men$|^women$|^(fe)?males?$"
)
# Numbers that may be counts of anything.
COUNTS = re.compile(
    r"received|decided|건수|수$|_수_|합계|^계$|총계|소계|"
    r"count|number|^n$|^n_|_n$|^num|total|数$|数量|合计|总计|counted|^value$"
)
# Counts of things: nobody is behind a small one.
THINGS = re.compile(
    r"거치대|대수|시설수|장비|점포|면적|개소|층수|좌석|주차면|차량수|노선|정류|역수|센서|단말|금액|예산|가격|"
    r"dock|rack|seat|floor|bed|station|facilit|vehicle|line|sensor|area|amount|price|cost|capacity|"
    r"车位|座位|设施|面积|金额"
)
SHARES = re.compile(r"비율|구성비|비중|점유율|율$|률$|퍼센트|占比|比例|比率|率$|share|percent|pct|ratio|rate|proportion|%")
UNITS = ("명", "인", "건", "세대", "가구", "人", "件", "户", "persons", "people", "cases", "households")
SERIAL = re.compile(r"^(순번|연번|번호|일련번호|no|id|seq|index|idx|序号|编号|c0|column_?\d+)$|(^|_)(row_?number|rownum|uuid)$")
TOTALS = (
    "합계", "총계", "계", "전체", "소계", "총합", "총합계", "누계", "전국", "total", "all", "sum", "subtotal", "grand total",
    "overall", "totals", "all ages", "both sexes",
    "合计", "总计", "小计", "总数", "全部", "合計", "總計",
)  # fmt: skip


def counts_persons(field: Field) -> bool:
    """Tell whether a column's name says that it counts persons or what happens to them."""
    words = header_words(field)
    if field.unit in UNITS:
        return True
    return bool(PERSONS.search(words)) and not THINGS.search(words) and not SHARES.search(words)


def counts_anything(field: Field) -> bool:
    """Tell whether a column's name says that it is a count, of whatever; not of things."""
    words = header_words(field)
    return bool(COUNTS.search(words)) and not THINGS.search(words) and not SHARES.search(words)


def is_share(field: Field) -> bool:
    """Tell whether a column's name says that it is a share or a rate."""
    return bool(SHARES.search(header_words(field)))


def is_serial(field: Field) -> bool:
    """Tell whether a column only numbers the rows."""
    names = (header_words(Field(field.name)), header_words(Field(field.label or field.name)))
    return field.role == "identifier" or any(SERIAL.search(name) for name in names)
