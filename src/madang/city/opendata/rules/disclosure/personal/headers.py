"""What a column's name promises, in Korean, Chinese and English."""

import re
import unicodedata
from collections.abc import Iterable

from madang.city.opendata.rules.disclosure.findings import Field, Kind


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("\n", "").replace(" ", ""))


HEADERS: dict[Kind, re.Pattern[str]] = {
    Kind.PERSON_NAME: _words(r"""
        성명|이름|성함|(대표|신청|민원|담당|책임|보호|수급|예약|피해|소유|작성|보호|상담|접수|수령|계약|가입|당첨)(자|인)(명|이름)?$|
        (환자|학생|고객|회원|직원|사원|교사|강사|아동|원장|대표|기사|선수|위원|주민)(이름|명)$|세대주|임차인|임대인|예금주|
        姓名|名字|联系人|申请人|負責人|负责人|患者名|户主|监护人|
        ^name$|full_?name|first_?name|last_?name|given_?name|family_?name|surname|forename|maiden|
        (person|patient|applicant|owner|contact|student|customer|client|employee|resident|tenant|guardian|victim|author|
        inspector|manager|holder)s?_?name|^(applicant|patient|tenant|guardian|victim|contact_?person|cardholder)s?$"""),
    Kind.PHONE: _words(
        r"전화|연락처|휴대폰|핸드폰|휴대전화|팩스|电话|手机|联系方式|传真|phone|mobile|^tel|_tel|cell_?(no|num)|fax"
    ),
    Kind.EMAIL: _words(r"이메일|메일주소|전자우편|邮箱|电子邮件|e_?mail"),
    Kind.RESIDENT_NUMBER: _words(r"주민(등록)?번호|외국인등록번호|resident_?(registration|reg)|^rrn$|_rrn|居民登录"),
    Kind.CHINESE_ID: _words(r"身份证|公民身份|national_?id|^id_?card"),
    Kind.PASSPORT: _words(r"여권|passport|护照"),
    Kind.PAYMENT_CARD: _words(r"카드번호|card_?(no|num)|credit_?card|^pan$|卡号|信用卡"),
    Kind.BANK_ACCOUNT: _words(r"계좌|통장번호|iban|bank_?acc|account_?(no|num)|银行账|银行卡|账号"),
    Kind.ADDRESS: _words(r"주소|소재지|거주지|도로명|지번|住址|地址|住所|address|^addr|_addr|street$"),
    Kind.IP_ADDRESS: _words(r"^ip$|ip_?(주소|addr|地址)|_ip$|^ip_|remote_?addr|접속ip|아이피"),
    Kind.VEHICLE_PLATE: _words(r"차량번호|자동차등록번호|차번호|번호판|车牌|plate|licen[cs]e_?(no|num)|vehicle_?(no|reg)"),
    Kind.BIRTH_DATE: _words(r"생년월일|생일|출생일|birth_?(date|day)|date_?of_?birth|^dob$|_dob$|born|出生(日期|年月|日)|生日"),
}
NOT_PERSONS: dict[Kind, re.Pattern[str]] = {
    Kind.RESIDENT_NUMBER: _words(r"법인|사업자|corporat|business|시각|시간|timestamp|epoch"),
    Kind.PERSON_NAME: _words(
        r"file|user_?agent|시설|기관|업체|상호|건물|역명|도로|station|facility|product|company|school|place|street"
    ),
    Kind.ADDRESS: _words(r"이메일|메일|mail|ip|mac|url|web|홈페이지"),
    Kind.EMAIL: _words(r"우편번호"),
}
PERSONAL_CONTEXT = _words(r"""
    신고|환자|민원인|피해자|신청(자|인)|거주|자택|가구주|세대주|수급|확진|보호자|회원|고객|생년월일|
    home|house(hold)?_?(id|no)|guardian|parent|resident|patient|victim|applicant|complain|tenant|customer|dwelling|
    住宅|患者|申请人|受害|住址|居民|户主""")
FACILITY_CONTEXT = _words(r"""
    소방서|센터|대여소|정류|역명|역사|시설|매장|점포|상호|기관|학교|병원|도서관|공원|주차|충전|업체|사업장|건물|지점|센서|
    자치구|시군구|행정동|법정동|읍면동|시도|단말|설치|관리번호|
    station|facility|school|hospital|librar|park|stop|shop|store|site|sensor|district|borough|neighbo|region|city|branch|office|
    venue|museum|设施|学校|医院|车站|站点|公园|图书馆|商店|区县|街道|行政区""")
HOME_WORDS = _words(r"거주|자택|집주소|본적|home|residen|住址|住宅|家庭")


def header_words(field: Field) -> str:
    """Return a column's names in one form: small letters, full width made half, spaces and signs made underscores."""
    both = f"{field.name} {field.label}" if field.label and field.label != field.name else field.name
    return re.sub(r"[\s\-./()\[\]:]+", "_", unicodedata.normalize("NFKC", both).lower()).strip("_")


def promises(field: Field, kind: Kind) -> bool:
    """Tell whether a column's name says that it holds this kind."""
    names = {header_words(Field(field.name)), header_words(Field(field.label or field.name))}
    against = NOT_PERSONS.get(kind)
    return any(HEADERS[kind].search(name) and not (against and against.search(name)) for name in names)


def denies(field: Field, kind: Kind) -> bool:
    """Tell whether a column's name says that what looks like this kind is something else."""
    against = NOT_PERSONS.get(kind)
    return bool(against and against.search(header_words(field)))


def any_header(fields: Iterable[Field], words: re.Pattern[str]) -> bool:
    """Tell whether one of the columns is called by these words."""
    return any(words.search(header_words(field)) for field in fields)
