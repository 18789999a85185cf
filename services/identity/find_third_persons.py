"""Finds in Chinese words what may tell of a third person: neither who complained nor who is complained about.

It reads what stands beside a name (我女儿, 名叫, 女士), never a list of all names: whoever is told without such a word is not
found, unless the same name is told with one elsewhere in the texts that are looked through together.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from models.ground.third_person_codes import ThirdKind
from services.identity import name_words as words
from services.identity.find_marks import COUNT, DOOR, PLATE, STREET
from services.identity.folded_words import find_all, fold

_HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
_FIRST, _SECOND = rf"(?![{words.NOT_FIRST}]){_HAN}", rf"(?![{words.NOT_SECOND}]){_HAN}"
_SURNAME = rf"(?:{words.COMPOUND}|[{words.SURNAMES}])"
_SURE = rf"{_SURNAME}{_FIRST}(?:{_SECOND})?"
# Where no word says that a name follows, it begins where a word does.
_BEGINS = rf"(?:(?<!{_HAN})|(?<=[和与跟同及的叫是把给被向对让替]))"
_COMMON_HEAD = rf"[{words.COMMON}]{_FIRST}{_SECOND}"
_COMMON = rf"{_COMMON_HEAD}(?![^{words.ENDS}\W])"
_ANY = rf"(?:{words.COMPOUND}|[{words.SURNAMES}{words.COMMON}{words.JOINING}]){_FIRST}(?:{_SECOND})?"
_FOREIGN = r"[A-Z][a-z'’][A-Za-z'’-]*(?:\s[A-Z][A-Za-z'’-]+){0,2}"
_WHO = rf"(?:{words.KIN}|{words.ROLES})"
_SAYS = r"(?:[：:（(“\"「『]|叫做?|名叫|姓名|名字)"
_LINK = rf"(?:{_SAYS}|[，,、是为系\s的])"
_NAMES: Sequence[re.Pattern[str]] = (
    # 我女儿林小雨, 邻居：周明; what says that a name follows lets any surname be one.
    re.compile(rf"{_WHO}[\s的]?(?P<name>{_SURE}|{_COMMON}|{_FOREIGN})"),
    re.compile(rf"{_WHO}{_LINK}{{0,2}}{_SAYS}{_LINK}{{0,2}}(?P<name>{_ANY}|{_FOREIGN})"),
    re.compile(rf"{_WHO}(?:是|为|系|，|,|、)(?P<name>{_SURE}|{_COMMON})"),
    re.compile(rf"(?:姓名|名字|名叫|叫做|本名|叫)(?:{_LINK}){{0,2}}(?P<name>{_SURE}|{_COMMON}|{_FOREIGN})"),
    # 林小雨（我女儿）, 李明是我邻居
    re.compile(
        rf"{_BEGINS}(?P<name>{_SURE}|{_COMMON})(?=[（(，,、]?(?:是|系|为|即)?(?:我|本人|其|他|她)们?的?{_WHO})"
    ),
    # 林小雨身份证.jpg
    re.compile(rf"{_BEGINS}(?P<name>{_SURE}|{_COMMON_HEAD})(?=的?(?:{words.PAPERS}))"),
    # 单老师, 林小雨女士
    re.compile(rf"(?P<name>{_SURE})(?={words.ADDRESSES})"),
    re.compile(rf"{_BEGINS}(?P<name>{_COMMON_HEAD})(?={words.ADDRESSES})"),
    re.compile(rf"(?P<name>(?:{_FIRST}){{2,8}}(?:[·•‧](?:{_FIRST}){{2,8}})+)"),
    re.compile(
        r"(?:\b(?:[Dd]aughter|[Ss]on|[Ww]ife|[Hh]usband|[Mm]other|[Ff]ather|[Ff]riend|[Cc]olleague|[Nn]eighbou?r|named|called)"
        rf"\s?,?\s|\b(?:Mr|Mrs|Ms|Miss|Dr)\.?\s)(?P<name>{_FOREIGN})"
    ),
)
# 钱女士
_TITLED = re.compile(
    rf"(?P<name>(?:{words.COMPOUND}|[{words.SURNAMES}{words.COMMON}于应])(?:{words.ADDRESSES}))"
)
_OF_STAFF = re.compile(rf"(?:{words.STAFF})(?:{_LINK}){{0,3}}$")
_IN_NAME_OF_STAFF = re.compile(
    rf"(?:{words.STAFF})(?:{_LINK}){{0,3}}[{words.SURNAMES}{words.COMMON}]{_HAN}?$"
)
_HIDDEN = re.compile(r"^.[某×xX*＊■]+|^.$")
_ACCOUNT = re.compile(
    r"(?:微信|[Ww]e[Cc]hat|[Vv][Xx]|QQ|qq|支付宝|抖音|钉钉)(?:号码?|账号|帐号)?[是为：:\s]{0,2}(?P<found>[A-Za-z][\w-]{4,19}|\d{5,12})"
)
_ADDRESS = re.compile(
    rf"{_HAN}{{2,16}}?(?:{STREET})(?:{_HAN}{{0,2}}?[\dA-Za-z{COUNT}]{{1,5}}(?:号楼|{DOOR}))+(?:\d{{3,4}}室?)?"
    rf"(?!{_HAN}{{0,6}}(?:{words.PUBLIC_PLACE}))"
    r"|\d{1,4}(?:栋|幢|号楼|单元)[\u4e00-\u9fff\d]{0,6}\d{1,4}室?"
)
_WAY_IN = re.compile(r"^.*(?:住在|家住|住址|地址|位于|搬到|租住|住)(?:是|为)?")
_PLACE_END = "公司|厂|医院|银行|超市|酒店|饭店|餐厅|集团|事务所|商行|合作社"
_SCHOOL_END = "小学|中学|高中|初中|幼儿园|大学|学院|学校|职校"
_WORKPLACE: Sequence[re.Pattern[str]] = (
    re.compile(
        rf"(?:在|就职于|任职于|供职于|受雇于)(?P<found>(?:(?![在于]){_HAN}){{2,18}}?(?:{_PLACE_END}))(?=上班|工作|任职|就职|打工|当|做)"
    ),
    re.compile(rf"(?:就职于|任职于|供职于|受雇于)(?P<found>{_HAN}{{2,18}}?(?:{_PLACE_END}))"),
    re.compile(
        rf"(?:在|就读于|考入|转到|转入|考上)(?P<found>(?:(?![在于]){_HAN}){{2,12}}?(?:{_SCHOOL_END}))(?=上学|读书|上课|念书|就读|读|教书|[{COUNT}\d]年级|[，。；,]|$)"
    ),
)
_MAIL = re.compile(r"(?<![\w.+-])(?P<found>[\w.+-]+@[\w-]+\.[\w.]+)", re.ASCII)
_BORN = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}"
# Numbers of permits and cases are as long; only these forms are of people.
_NUMBERS: Sequence[tuple[ThirdKind, re.Pattern[str]]] = (
    (ThirdKind.MAIL, _MAIL),
    (
        ThirdKind.ID_NUMBER,
        re.compile(
            rf"(?<![\dA-Za-z-])(?P<found>\d{{6}}(?:(?:19|20)\d\d{_BORN}[\dXx]|\d\d{_BORN}))(?![\dA-Za-z])"
        ),
    ),
    (
        ThirdKind.BANK_CARD,
        re.compile(r"(?:卡号|银行卡|账号|帐号|账户)[是为：:\s]{0,2}(?P<found>\d[\d ]{14,21}\d)(?!\d)"),
    ),
    (
        ThirdKind.PHONE,
        re.compile(
            r"(?<![\dA-Za-z-])(?P<found>(?:\+?86[\s-]?)?1[3-9]\d(?:[\s-]?\d){8}|0\d{2,3}[\s-]?\d{4}[\s-]?\d{3,4})(?![\d-])"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class ThirdMark:
    """From and to in the words, in order and apart from each other, and what kind of thing may tell of somebody there."""

    begins: int
    ends: int
    kind: ThirdKind


def find_third_persons(
    text: str, *, known: Collection[str] = (), names: Collection[str] | None = None
) -> list[ThirdMark]:
    """In the order of the words.

    `known` are names that may stand: of staff, units and places of the office. `names` are what `list_names` found in all
    texts of the case: they are found here without a word that says whose they are. None: of this text alone.
    """
    wanted = list_names([text], known) if names is None else names
    found = [ThirdMark(at, to, ThirdKind.NAME) for name in wanted for at, to in find_all(text, name)]
    found += [mark for mark in _find_titled(text) if text[mark.begins : mark.ends] not in known]
    found += [mark for mark in _find_shapes(text) if not _is_known(text[mark.begins : mark.ends], known)]
    return _keep_apart(found)


def list_names(texts: Iterable[str], known: Collection[str]) -> set[str]:
    """Whole names that stand beside a word which says so; a surname with a form of address is none."""
    found = set[str]()
    for text in texts:
        for begins, ends in _find_names(text):
            name = text[begins:ends]
            if not any(
                name == one or (one.startswith(name) and text.startswith(one, begins)) for one in known
            ):
                found.add(name)
    return found


def _find_names(text: str) -> Iterator[tuple[int, int]]:
    for pattern in _NAMES:
        for hit in pattern.finditer(text):
            if _may_be_name(text, hit.start("name"), hit["name"], hit.start()):
                yield hit.span("name")


def _find_titled(text: str) -> Iterator[ThirdMark]:
    for hit in _TITLED.finditer(text):
        begins = hit.start("name")
        is_joined = text[max(0, begins - 1) : begins + 1] in words.JOINED
        if not is_joined and not _OF_STAFF.search(text[max(0, begins - 12) : begins]):
            yield ThirdMark(*hit.span("name"), ThirdKind.NAME)


_POST = re.compile(rf"(?:{words.POSTS}|{words.KIN})")


def _may_be_name(text: str, begins: int, name: str, cue: int) -> bool:
    """Not one whom the complaint is about, not a word that begins or ends like a name, not one that is hidden already."""
    if name.isascii():
        return True
    if (
        name[:2] in words.WORDS
        or text[max(0, begins - 1) : begins + 1] in words.JOINED
        or _HIDDEN.match(name)
    ):
        return False
    # 王主任 is no given name; where it is one that is addressed so, it is found without.
    if any(_POST.match(text[at : at + 4]) for at in range(begins + 1, begins + len(name))):
        return False
    if _IN_NAME_OF_STAFF.search(text[max(0, begins - 12) : begins]):
        return False
    return not any(_OF_STAFF.search(text[max(0, at - 12) : at]) for at in (begins, cue))


def _find_shapes(text: str) -> Iterator[ThirdMark]:
    for hit in _MAIL.finditer(text):
        yield ThirdMark(*hit.span(), ThirdKind.MAIL)
    for kind, pattern in _NUMBERS:
        for hit in pattern.finditer(text):
            yield ThirdMark(*hit.span("found"), kind)
    folded = fold(text)
    for hit in PLATE.finditer(folded.text):
        yield ThirdMark(*folded.at(*hit.span()), ThirdKind.PLATE)
    for hit in _ACCOUNT.finditer(text):
        yield ThirdMark(*hit.span("found"), ThirdKind.ACCOUNT)
    for hit in _ADDRESS.finditer(text):
        way_in = _WAY_IN.match(hit[0])
        yield ThirdMark(hit.start() + (way_in.end() if way_in else 0), hit.end(), ThirdKind.ADDRESS)
    for pattern in _WORKPLACE:
        for hit in pattern.finditer(text):
            yield ThirdMark(*hit.span("found"), ThirdKind.WORKPLACE)


def _is_known(told: str, known: Collection[str]) -> bool:
    return any(told in name for name in known)


def _keep_apart(marks: Iterable[ThirdMark]) -> list[ThirdMark]:
    """Of two at one place the first and longer one; the rest of the other where it goes on."""
    kept: list[ThirdMark] = []
    for mark in sorted(set(marks), key=lambda one: (one.begins, -one.ends, one.kind)):
        begins = max(mark.begins, kept[-1].ends) if kept else mark.begins
        if begins < mark.ends:
            kept.append(ThirdMark(begins, mark.ends, mark.kind))
    return kept
