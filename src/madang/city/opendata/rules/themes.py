"""The themes of data: the EU's data-theme list, which DCAT-AP asks for. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

AUTHORITY = "http://publications.europa.eu/resource/authority/data-theme/"


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: its code in the list, its names by language, the icon that stands for it."""

    code: str
    titles: Mapping[str, str]
    icon: str

    @property
    def uri(self) -> str:
        """Return what DCAT calls it."""
        return AUTHORITY + self.code


_ALL = (
    ("TRAN", "Transport", "교통", "交通", "bus"),
    ("ENVI", "Environment", "환경", "环境", "leaf"),
    ("HEAL", "Health", "보건", "卫生健康", "health"),
    ("SOCI", "Population and society", "인구와 사회", "人口与社会", "people"),
    ("GOVE", "Government and public sector", "행정", "政府与公共部门", "city"),
    ("ECON", "Economy and finance", "경제와 재정", "经济与财政", "coin"),
    ("EDUC", "Education, culture and sport", "교육, 문화, 체육", "教育、文化与体育", "school"),
    ("REGI", "Regions and cities", "지역과 도시", "地区与城市", "pin"),
    ("ENER", "Energy", "에너지", "能源", "energy"),
    ("JUST", "Justice and public safety", "사법과 안전", "司法与公共安全", "scales"),
    ("AGRI", "Agriculture, fisheries, forestry and food", "농림수산과 식품", "农林渔业与食品", "food"),
    ("TECH", "Science and technology", "과학기술", "科学与技术", "bulb"),
    ("INTR", "International issues", "국제", "国际事务", "globe"),
)
THEMES: Mapping[str, Theme] = {code: Theme(code, {"en": en, "ko": ko, "zh": zh}, icon) for code, en, ko, zh, icon in _ALL}


def theme_of(words: str) -> str:
    """Return the code that an address, a code or a name in one of the languages means; "" where it is none of them."""
    told = words.strip().removeprefix(AUTHORITY).removeprefix(AUTHORITY.replace("http:", "https:"))
    if told.upper() in THEMES:
        return told.upper()
    plain = told.casefold()
    return next((one.code for one in THEMES.values() if plain in (title.casefold() for title in one.titles.values())), "")
