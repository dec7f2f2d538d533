"""Which encoding a text has: strict decoding of every byte first, then how often its characters occur in each language."""

import codecs
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from madang.urban.formats.tabular.faults import TableFault
from madang.urban.formats.tabular.opening import CHUNK, chunks, opened

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
EVIDENCE = 4 << 20
DAMAGE = 0.01
HANGUL = frozenset(
    "이다는의가에을지고를하은기로사한자리서아시도어나대인그해수구일정있라동주스것부으만전원과여보게제장신소상들안지성공중관"
    "연산용원거경명행면문조세비우선국방화치번교회합회업생민무모식역적재실내년당학유간군청발통물단분진영등호강마노양천오림청센터"
    "위출남북읍입점건축점층차량본길로감계광광개결과급기금농담달데독등력령료류률목미반법별복불빛설속순술습승심액약언없열예외요"
    "울월율음응의익임작잡저절제족종준증참책처철체초총최추출충취측침크타탄태택토통투특파판편평포표품풍피필하학항해향험현형호홍환활황회획효후훈휴흥"
)
HANZI = frozenset(
    "的一是不了在人有我他这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发"
    "当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者"
    "被高已亲其进此话常与活正感见明问力理尔点文几定本公特做外孩相西果走将月十实向声车全信重三机工物气每并别真打太新比才便夫再书部水像"
    "眼等体却加电主界门利海受听表德少克代员许先口由死安写性马光白或住难望教命花结乐色更拉东神记处让母父应直字场平报友关放至张认接告入"
    "编号称址址市区县省镇街路村社区单位数量金额合计序备注类别型状态时间日期姓电话经纬度统计人口面积标准项目建设管理服务企业机构登记据价格"
    "北京上海广州深圳万元元件户民政府局委员会站医院学校交通环境质监测指等级共"
)
_RUNS = re.compile(rb"[\x80-\xff]+")


@dataclass(frozen=True, slots=True)
class Found:
    """An encoding, how sure it is (0 to 1), how lines end ("\\n", "\\r\\n", "\\r" or "mixed"), and the bytes that were read."""

    encoding: str
    certainty: float
    newline: str
    bytes: int


@dataclass(slots=True)
class _Survey:
    size: int = 0
    feeds: int = 0
    pairs: int = 0
    returns: int = 0
    even_nuls: int = 0
    odd_nuls: int = 0
    high: bytes = b""
    fails_at: int | None = None

    @property
    def newline(self) -> str:
        lone_feeds, lone_returns = self.feeds - self.pairs, self.returns - self.pairs
        kinds = [sign for sign, count in (("\n", lone_feeds), ("\r\n", self.pairs), ("\r", lone_returns)) if count]
        return kinds[0] if len(kinds) == 1 else "mixed" if kinds else "\n"


def find(path: Path, member: str = "") -> Found:
    """Return the encoding of a text. Raises TableFault, with the line, where a byte fits no encoding that cities use."""
    with opened(path, member) as file:
        start = file.read(4)
    for mark, name in MARKS:
        if start.startswith(mark):
            return _marked(path, member, name)
    survey = _survey(path, member)
    if survey.even_nuls or survey.odd_nuls:
        return _wide(path, member, survey)
    if survey.fails_at is None:
        return Found("utf-8", 1.0, survey.newline, survey.size)
    return _code_page(path, member, survey)


def head(path: Path, member: str, encoding: str, most: int) -> str:
    """Return the text with which a file begins; a character or a line that the cut broke is left out by the caller."""
    with opened(path, member) as file:
        raw = file.read(most)
    try:
        text = codecs.getincrementaldecoder(encoding)("strict").decode(raw, final=False)
    except UnicodeDecodeError as problem:
        raise bad_byte(path, member, encoding) from problem
    except LookupError as problem:
        raise TableFault(path, "unknown-encoding") from problem
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")


def _pieces(path: Path, member: str) -> Iterator[bytes]:
    with opened(path, member) as file:
        yield from chunks(file)


def _survey(path: Path, member: str) -> _Survey:
    seen, waiting, was_return = _Survey(), b"", False
    for piece in _pieces(path, member):
        if seen.fails_at is None:
            seen.fails_at, waiting = _utf8_failure(waiting + piece, seen.size - len(waiting))
        _count(seen, piece, was_return)
        was_return = piece.endswith(b"\r")
    if seen.fails_at is None and waiting:
        seen.fails_at = seen.size - len(waiting)
    return seen


def _utf8_failure(raw: bytes, before: int) -> tuple[int | None, bytes]:
    """Return where in the file bytes are no UTF-8, None if they are, and the begun character at their end.

    Arrow validates five times faster than a decoder that also builds the text; the decoder names the place.
    """
    end = len(raw) - next((back for back in range(1, 4) if raw[-back : -back + 1 or None] >= b"\xc0"), 0)
    whole, waiting = raw[:end], raw[end:]
    if waiting and len(waiting) >= _length(waiting[0]):
        whole, waiting = raw, b""
    text = pa.StringArray.from_buffers(1, pa.py_buffer(struct.pack("=ii", 0, len(whole))), pa.py_buffer(whole))
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        try:
            whole.decode()
        except UnicodeDecodeError as problem:
            return before + problem.start, b""
    return None, waiting


def _length(lead: int) -> int:
    return 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4


def _count(seen: _Survey, piece: bytes, was_return: bool) -> None:
    seen.feeds += piece.count(b"\n")
    if b"\r" in piece or was_return:
        seen.returns += piece.count(b"\r")
        seen.pairs += piece.count(b"\r\n") + (was_return and piece.startswith(b"\n"))
    if b"\0" in piece:
        shift = seen.size % 2
        seen.even_nuls += piece[shift::2].count(0)
        seen.odd_nuls += piece[1 - shift :: 2].count(0)
    if seen.fails_at is not None and len(seen.high) < EVIDENCE:
        seen.high += piece
    seen.size += len(piece)


def _failure(decoder: codecs.IncrementalDecoder, piece: bytes, before: int, *, final: bool = False) -> int | None:
    """Return where in the file a decoder fails; None if it does not."""
    waiting = len(decoder.getstate()[0])
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError as problem:
        return before - waiting + problem.start
    return None


def _marked(path: Path, member: str, name: str) -> Found:
    if (failed := _fails_at(path, member, name)) is not None:
        raise _bad_byte(path, member, name, failed)
    with opened(path, member) as file:
        return Found(name, 1.0, "mixed", sum(map(len, chunks(file))))


def _wide(path: Path, member: str, seen: _Survey) -> Found:
    """Tell UTF-16 without a mark from a file with NUL characters: most of its NULs stand on one side, one with each line end."""
    name = "utf-16-le" if seen.odd_nuls > seen.even_nuls else "utf-16-be"
    most, least = max(seen.odd_nuls, seen.even_nuls), min(seen.odd_nuls, seen.even_nuls)
    is_wide = most >= seen.feeds and least * 10 <= most and _fails_at(path, member, name) is None
    if is_wide and "\n" in head(path, member, name, CHUNK).replace("\r", "\n"):
        return Found(name, 0.9, "mixed", seen.size)
    place, line = 0, 1
    for piece in _pieces(path, member):
        if (at := piece.find(b"\0")) >= 0:
            raise TableFault(path, "nul", line=line + piece.count(b"\n", 0, at), params={"offset": place + at})
        place, line = place + len(piece), line + piece.count(b"\n")
    raise TableFault(path, "nul")


def _fails_at(path: Path, member: str, name: str) -> int | None:
    decoder, size = codecs.getincrementaldecoder(name)("strict"), 0
    for piece in _pieces(path, member):
        if (failed := _failure(decoder, piece, size)) is not None:
            return failed
        size += len(piece)
    return _failure(decoder, b"", size, final=True)


def _code_page(path: Path, member: str, seen: _Survey) -> Found:
    scores = {}
    if _is_single_byte(seen.high):
        name = "cp1252" if re.search(rb"[\x80-\x9f]", seen.high) else "latin-1"
        if _fails_at(path, member, name) is None:
            scores[name] = 0.8
    else:
        for name, common in (("cp949", HANGUL), ("gb18030", HANZI)):
            if _fails_at(path, member, name) is None:
                scores[name] = _share(seen.high, name, common)
    if not scores:
        raise _unknown(path, member, seen)
    best = max(scores, key=lambda name: scores[name])
    other = max((score for name, score in scores.items() if name != best), default=0.0)
    certainty = 0.5 + 0.5 * (scores[best] - other) / max(scores[best], 0.01)
    return Found(best, round(min(certainty, 0.99), 2), seen.newline, seen.size)


def _is_single_byte(raw: bytes) -> bool:
    """Return whether bytes over 127 stand mostly alone between letters, as in Western European text."""
    runs = [len(run) for run in _RUNS.findall(raw)]
    return sum(length == 1 for length in runs) * 2 > len(runs)


def _share(raw: bytes, name: str, common: frozenset[str]) -> float:
    """Return which share of the characters beyond ASCII are among the most frequent of the language."""
    text = [sign for sign in codecs.getincrementaldecoder(name)("ignore").decode(raw) if sign > "\u3130"]
    return sum(sign in common for sign in text) / len(text) if text else 0.0


def _unknown(path: Path, member: str, seen: _Survey) -> TableFault:
    """Name the first byte that does not fit, in the encoding that most of the text has."""
    damage = {name: _damage(seen.high, name) for name in ("utf-8", "cp949", "gb18030")}
    best = min(damage, key=lambda name: damage[name])
    if damage[best] > DAMAGE:
        return TableFault(path, "unknown-encoding")
    place = seen.fails_at if best == "utf-8" else _fails_at(path, member, best)
    return _bad_byte(path, member, best, place or 0)


def _damage(raw: bytes, name: str) -> float:
    text = codecs.getincrementaldecoder(name)("replace").decode(raw)
    return text.count("\ufffd") / max(sum(sign > "\x7f" for sign in text), 1)


def bad_byte(path: Path, member: str, name: str) -> TableFault:
    """Return the fault of the first byte that is none of an encoding, with its line."""
    return _bad_byte(path, member, name, _fails_at(path, member, name) or 0)


def _bad_byte(path: Path, member: str, name: str, place: int) -> TableFault:
    before, line = 0, 1
    for piece in _pieces(path, member):
        if place < before + len(piece):
            line += piece.count(b"\n", 0, place - before)
            byte = f"0x{piece[place - before]:02x}"
            return TableFault(path, "bad-byte", line=line, value=byte, params={"encoding": name, "byte": byte, "line": line})
        before, line = before + len(piece), line + piece.count(b"\n")
    return TableFault(path, "bad-byte", line=line, params={"encoding": name, "byte": "-", "line": line})
