"""What the name of a column tells: codes, days, months, years, places, identifiers; in Korean, Chinese and English."""

import re
import unicodedata
from collections.abc import Mapping


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_AREA = (
    r"(시군구|시도|읍면동|행정동|법정동|행정구역|자치구|행정기관|지역|구역|동|구)_?코드",
    r"adm_?(dr_)?cd\d?|(sgg|sig|emd|sido|sigungu|ctprvn|bjd|h_?dong|b_?dong)_?(cd|code)",
    r"(area|region|district|ward|county|state|province|city|municipality|lsoa|msoa|la|lad|lad\d\d|gss)_?(code|cd)",
    r"geoid|fips|adcode|(行政)?(区划|区域|地区|区县|街道)(代码|编码)",
)
_CODE = (
    r".*(코드|우편번호|전화번호|전화|연락처|휴대폰|핸드폰|팩스번호?|바코드|버전|학번|사번)(\(.*\))?",
    r".*(주민등록번호|사업자등록번호|법인등록번호|계좌번호|카드번호|운전면허번호)(\(.*\))?",
    r"(.*_)?(codes?|cd|zip(_?code)?|postal_?code|post_?code|phone(_?number)?|tel|telephone|mobile|fax|rrn|ssn)",
    r"(.*_)?(isbn|issn|ean|upc|barcode|version|account_?number|card_?number|iban)",
    r".*(代码|编码|邮编|邮政编码|电话|电话号码|手机|手机号|传真|身份证号?|身份证号码|统一社会信用代码|版本)",
)
_DAY = (
    r".*(일자|날짜|일시|기준일|등록일|발생일|시작일|종료일|년월일|연월일|일)(\(.*\))?",
    r"(.*_)?(date|day|dt|ymd|datetime|timestamp)(_.*)?|.*(日期|时间|年月日|日)",
)
_IDENTIFIER = (
    r".*(번호|순번|연번|일련번호|관리번호|식별자|아이디)|no\.?|번|.*(编号|序号|号码|流水号)|号",
    r"(.*_)?(ids?|no|nr|number|num|seq|serial|pk|key|index|idx|objectid|fid|uuid|gid|uid)",
)
_HINTS: Mapping[str, re.Pattern[str]] = {
    "area-code": _words(*_AREA),
    "code": _words(*_CODE),
    "longitude": _words(r"(.*_)?(경도|longitude|lon|lng|long|经度|經度)(_?(wgs84|x))?", r"x(_|좌표)?wgs84|(x_)?경도"),
    "latitude": _words(r"(.*_)?(위도|latitude|lat|纬度|緯度)(_?(wgs84|y))?", r"y(_|좌표)?wgs84|(y_)?위도"),
    "day": _words(*_DAY),
    "month": _words(r".*(년월|연월|기준월|월)(\(.*\))?", r"(.*_)?(month|ym|yyyymm|year_month)", r".*(年月|月份)"),
    "year": _words(
        r".*(년도|연도|기준년|년)(\(.*\))?|준공|설립|식재|개관|개교|개통",
        r"(.*_)?(year|yr|fy|yyyy)|(built|planted|opened|founded|established)(_in)?|.*(年份|年度|年)|(建成|建立|种植|开放)(时间)?",
    ),
    "identifier": _words(*_IDENTIFIER),
}
LONGEST = 200


def tells(name: str, hint: str) -> bool:
    """Return whether a column's name tells that it holds what ``hint`` says."""
    plain = re.sub(r"[\s.-]+", "_", unicodedata.normalize("NFC", name[:LONGEST]).strip()).strip("_")
    return _HINTS[hint].fullmatch(plain) is not None
