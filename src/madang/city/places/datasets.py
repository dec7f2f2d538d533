"""What places publish: the city's areas as a table."""

from collections.abc import Iterable, Mapping
from typing import Any

from madang.city.kernel.registries.datasets import Column, Terms
from madang.city.places import queries


class AreasDataset:
    """Every present area of the city with its names, place, size and residents."""

    slug = "areas"
    terms = Terms(
        text={
            "en": "Districts and neighbourhoods: names, codes, a point inside, size and residents.",
            "ko": "구와 동의 이름, 코드, 위치, 면적, 주민 수입니다.",
            "zh": "各区和街道的名称、代码、位置、面积和居民人数。",
        },
        keywords=("districts", "population", "행정구역", "行政区"),
        themes=("REGI", "SOCI"),
        update_promise="ANNUAL",
        keys=("code",),
        is_about_people=False,  # a point inside a district is nobody's home
    )
    title: Mapping[str, str] = {"en": "Areas of the city", "ko": "도시의 구역", "zh": "城市区域"}
    columns: tuple[Column, ...] = (
        Column("code", "text", {"en": "Code of the area", "ko": "구역 코드", "zh": "区域代码"}),
        Column(
            "level", "text", {"en": "Level: city, district, neighbourhood", "ko": "단계: 시, 구, 동", "zh": "级别：市、区、街道"}
        ),
        Column("parent", "text", {"en": "Code of the area above", "ko": "상위 구역 코드", "zh": "上级区域代码"}),
        Column("name_en", "text", {"en": "English name", "ko": "영어 이름", "zh": "英文名称"}),
        Column("name_ko", "text", {"en": "Korean name", "ko": "한국어 이름", "zh": "韩文名称"}),
        Column("name_zh", "text", {"en": "Chinese name", "ko": "중국어 이름", "zh": "中文名称"}),
        Column(
            "longitude", "number", {"en": "Longitude of a point inside", "ko": "구역 안 한 점의 경도", "zh": "区域内一点的经度"}
        ),
        Column(
            "latitude", "number", {"en": "Latitude of a point inside", "ko": "구역 안 한 점의 위도", "zh": "区域内一点的纬度"}
        ),
        Column("square_metres", "integer", {"en": "Size in square metres", "ko": "면적(제곱미터)", "zh": "面积（平方米）"}),
        Column("population", "integer", {"en": "Residents", "ko": "주민 수", "zh": "居民人数"}),
    )

    def rows(self) -> Iterable[tuple[Any, ...]]:
        """Yield one row for each area."""
        found = queries.areas()
        codes = {one.id: one.code for one in found}
        for one in found:
            names = (one.name.get(lang) for lang in ("en", "ko", "zh"))
            place = (round(one.longitude, 6), round(one.latitude, 6), round(one.square_metres), one.population)
            yield (one.code, one.level, codes.get(one.parent_id or 0), *names, *place)
