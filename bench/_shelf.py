"""A large invented catalogue by COPY: publishers, data sets in three languages with what search reads of them. From one seed."""

import json
import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

SEED = 20261121
PUBLISHERS = 60
LANGUAGES = ("en", "ko", "zh")
# What the city measures, where, and how it is told: (English, Korean, Chinese)
THINGS = tuple(
    tuple(line.split("|"))
    for line in """\
Air quality|대기질|空气质量
Fine dust|미세먼지|细颗粒物
Noise|소음|噪声
Traffic volume|교통량|交通流量
Bus stops|버스 정류소|公交站点
Bus riders|버스 승하차 인원|公交乘客
Subway riders|지하철 승하차 인원|地铁客流
Bicycle hire|공공자전거 대여|公共自行车租赁
Car parks|주차장|停车场
Electric chargers|전기차 충전소|充电桩
Road accidents|교통사고|交通事故
Street lamps|가로등|路灯
Road works|도로 공사|道路施工
Population|주민등록인구|户籍人口
Households|세대|户数
Births|출생|出生
Deaths|사망|死亡
Marriages|혼인|结婚
Schools|학교|学校
Kindergartens|유치원|幼儿园
Childcare places|어린이집 정원|托儿所名额
Libraries|도서관|图书馆
Books lent|도서 대출|图书借阅
Museums|박물관|博物馆
Sports grounds|체육시설|体育设施
Parks|공원|公园
Trees|가로수|行道树
Rivers|하천|河流
Water quality|수질|水质
Water use|상수도 사용량|用水量
Waste|생활폐기물|生活垃圾
Recycling|재활용|回收
Energy use|에너지 사용량|能源消耗
Solar panels|태양광 발전|太阳能发电
Hospitals|병원|医院
Pharmacies|약국|药店
Vaccinations|예방접종|疫苗接种
Restaurants|음식점|餐馆
Shops|상점|商店
Markets|전통시장|传统市场
Rents|임대료|租金
Building permits|건축 허가|建筑许可
Land prices|공시지가|土地价格
Budgets|예산|预算
Contracts|계약|合同
Tax receipts|지방세 징수|税收
Welfare payments|복지 급여|福利支出
Volunteers|자원봉사자|志愿者
Elections|선거|选举
Council meetings|의회 회의록|议会会议
Fire calls|화재 출동|火警出动
Rescue calls|구조 출동|救援出动
Shelters|대피소|避难所
Rainfall|강수량|降雨量
Temperature|기온|气温
Public Wi-Fi|공공 와이파이|公共无线网络
Festivals|축제|节庆
Tourists|관광객|游客
Hotels|숙박업소|酒店
Dogs|반려견 등록|犬只登记""".splitlines()
)
PLACES = tuple(
    tuple(line.split("|"))
    for line in """\
by district|자치구별|按区
by neighbourhood|행정동별|按街道
by hour|시간대별|按小时
by month|월별|按月
by year|연도별|按年
by age|연령별|按年龄
by station|측정소별|按站点
by line|노선별|按线路
by type|유형별|按类型
by sex|성별|按性别""".splitlines()
)
KINDS = tuple(
    tuple(line.split("|"))
    for line in """\
statistics|통계|统计
list|목록|名录
locations|위치 정보|位置信息
plan|계획|计划
results|결과|结果
state|현황|现状
history|이력|历史
forecast|예측|预测""".splitlines()
)
FORMATS = (
    ("csv", "xlsx", "parquet", "json"),
    ("csv", "geojson", "json", "parquet", "xlsx"),
    ("pdf",),
    ("csv",),
    ("api", "json"),
    ("shp",),
)
THEMES = ("TRAN", "ENVI", "HEAL", "SOCI", "GOVE", "ECON", "EDUC", "REGI", "ENER", "JUST")
PROMISES = ("", "DAILY", "WEEKLY", "MONTHLY", "MONTHLY", "QUARTERLY", "ANNUAL", "ANNUAL", "IRREG", "NEVER")
LICENCES = ("kogl-1", "kogl-1", "cc-by-4.0", "cc-by-4.0", "cc0-1.0", "kogl-2", "other-closed", "not-stated")
COLUMNS = (
    "id", "slug", "public_id", "source", "external_id", "state", "publisher_id", "titles", "texts", "themes", "keywords", "licence",
    "update_promise", "contact_name", "contact_email", "landing_url", "place", "withdrawn_reason", "quality", "extras", "words",
    "formats", "uses", "sort_en", "sort_ko", "sort_zh", "created_at", "changed_at", "published_at", "data_changed_at",
)  # fmt: skip


def fill(count: int, *, now: datetime, progress: Callable[[int, int], None] = lambda done, total: None) -> None:
    """Fill Django's database with a catalogue of so many data sets, then refresh what the planner knows."""
    from django.db import connection

    from madang.city.opendata.models import Link, Publisher
    from madang.city.opendata.services.catalogue.indexing import learn

    publishers = [
        Publisher(pk=n, slug=f"office-{n}", names={"en": f"Office {n}", "ko": f"{n}과", "zh": f"{n}处"}, changed_at=now)
        for n in range(1, PUBLISHERS + 1)
    ]
    Publisher.objects.bulk_create(publishers)
    with connection.cursor() as cursor:
        with cursor.cursor.copy(f"COPY opendata_dataset ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in rows(count, now):
                copy.write_row(row)
                if row[0] % 1_000 == 0:
                    progress(row[0], count)
        for table in ("opendata_dataset", "opendata_publisher"):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
    links = (
        Link(dataset_id=n, place=place, url=f"https://files.example/{n}/{place}.csv", format="CSV", changed_at=now)
        for n in range(1, count + 1)
        for place in range(1 + n % 2)
    )
    Link.objects.bulk_create(links, batch_size=5_000)
    from madang.city.opendata.rules.searching import Searched, words_of

    learn(words_of(Searched(titles=[text for kind in (THINGS, PLACES, KINDS) for texts in kind for text in texts])))
    connection.connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")


def rows(count: int, now: datetime) -> Iterator[tuple[Any, ...]]:
    """Yield the data sets' rows in the order of COLUMNS."""
    from madang.city.kernel.text import sort_key
    from madang.city.opendata.rules.searching import Searched, vector

    dice = random.Random(SEED)
    for number in range(1, count + 1):
        titles, texts, keywords = told(dice, number)
        office = int(PUBLISHERS * dice.random() ** 2) + 1
        words = vector(Searched(list(titles.values()), keywords, list(texts.values()), [f"Office {office}", f"{office}과"]))
        changed = now - timedelta(minutes=dice.randrange(800_000))
        formats = dice.choice(FORMATS)
        score = dice.randrange(30, 96)
        yield (
            number, f"data-{number}", uuid.UUID(int=dice.getrandbits(128)), "city", "", "published", office, json.dumps(titles),
            json.dumps(texts), _array(dice.sample(THEMES, dice.randrange(1, 3))), _array(keywords), dice.choice(LICENCES),
            dice.choice(PROMISES), f"Office {office}", "data@haneul.example", "", "Haneul", "{}",
            json.dumps({"score": score, "band": "good", "scores": {}, "checks": {}}), "{}", words, _array(formats),
            int(dice.paretovariate(1.1)), *(sort_key(titles[lang], lang)[:300] for lang in LANGUAGES), changed, changed, changed, changed,
        )  # fmt: skip


def _array(values: Sequence[str]) -> str:
    return "{" + ",".join(f'"{value}"' for value in values) + "}"


def told(dice: random.Random, number: int) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """Return titles, descriptions and keywords of a data set: some 60 words and 300 letters."""
    thing, place, kind = dice.choice(THINGS), dice.choice(PLACES), dice.choice(KINDS)
    year = 1995 + number % 32
    titles = {
        "en": f"{thing[0]} {place[0]}, {kind[0]} {year}",
        "ko": f"{place[1]} {thing[1]} {kind[1]} {year}년",
        "zh": f"{year}年{place[2]}{thing[2]}{kind[2]}",
    }
    others = dice.sample(THINGS, 4)
    texts = {
        "en": f"{kind[0].capitalize()} of {thing[0].lower()} {place[0]} in {year}, number {number}. Counted by the city's offices; "
        + " ".join(f"See also {other[0].lower()} {dice.choice(PLACES)[0]}." for other in others),
        "ko": f"{year}년 {place[1]} {thing[1]} {kind[1]}입니다. 시가 직접 집계하여 매년 공개하며, "
        + ", ".join(f"{other[1]} {dice.choice(KINDS)[1]}" for other in others) + " 자료와 함께 쓸 수 있습니다.",
        "zh": f"{year}年{place[2]}{thing[2]}的{kind[2]}。由市政府统计并公开，可与" + "、".join(other[2] for other in others) + "数据一起使用。",
    }  # fmt: skip
    return titles, texts, [thing[0].lower(), thing[1], thing[2], *(other[0].lower() for other in others[:2])]
