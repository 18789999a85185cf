"""Splits the words of a complaint into matters (投诉事项) and claims (诉求). A starting text: people correct it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from models.case.category_ranking import WordsOfKinds, find_words, rank_categories
from models.case.claim import MAX_CLAIM_LENGTH, MAX_CLAIMS
from models.case.matter import MAX_MATTER_LENGTH
from models.ground.codes import Category
from models.ground.matter_codes import MatterKind

# The claim of a complaint that names no wish: somebody has to look at what it tells.
UNSPOKEN_CLAIM = "处理所反映的问题"
# More than a person would begin with; who numbers his wishes is taken at his word.
MOST_HEARD = 5

_NUMBERED = re.compile(
    r"(?:^|(?<=[\s；;。，,、：:]))"
    r"(?:[一二三四五六七八九十]{1,3}[、．.]|第[一二三四五六七八九十]{1,3}[，、,：:]|[（(][一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,2}(?:[、．)）]|\.(?!\d))|[①②③④⑤⑥⑦⑧⑨⑩])"
)
_SEPARATED = re.compile(r"[；;\n]+")
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[！？!?]?")
_EDGES = " \t\r\n　；;。，,、.．！!"
# Who speaks in a transcript: `agent: ...`.
_SPEAKER = re.compile(r"^\s*[\w\u4e00-\u9fff]{1,12}[:：]\s*")

_WISHES = (
    *(
        "要求",
        "请求",
        "恳请",
        "恳求",
        "希望",
        "盼",
        "诉求",
        "想要",
        "务必",
        "能不能",
        "能否",
        "可否",
        "可不可以",
    ),
    *(
        "请你们",
        "请贵",
        "请中心",
        "请领导",
        "请尽快",
        "请依法",
        "请责令",
        "请给",
        "请帮",
        "请把",
        "请将",
        "请查",
        "请核",
    ),
    *(
        "请退",
        "请说明",
        "请答复",
        "请回复",
        "请处理",
        "请解决",
        "请公开",
        "请安排",
        "我要你们",
        "要个说法",
        "给个说法",
    ),
    *("给我一个", "应当给", "应该给", "必须给", "应予", "please", "want", "would like", "request", "demand"),
)
_SUGGESTIONS = ("建议", "提议", "提个建议", "最好能", "可以考虑", "不妨", "suggest")
_QUESTIONS = ("请问", "想问", "想咨询", "咨询一下", "怎么办理", "如何办理", "需要什么材料", "要带什么")
# What makes a sentence one that alleges: something is lacking, refused, or against what was to be.
_ALLEGES = re.compile(
    r"不|没|未|无人|拒|却|竟|居然|明明|还是|又|只有|才|太|骂|吼|推|拖|等了|多次|一直|乱|错|丢|漏|坏|停|关|锁|少了|多收|凭什么"
    r"|\b(?:not|no|never|refused|only|still|wrong|closed)\b"
)
# Who demands it in a clause is the office and not who complains: “C03窗口要求我补一张证明” alleges and wishes nothing.
_DEMANDED = re.compile(
    r"(?:^|(?<=[，,、：:；;。\s]))(?P<who>(?:(?!我|本人|请)[^，,、：:；;。\s])*?"
    r"(?:窗口|工作人员|办事员|办理人员|经办|柜员|柜台|前台|大厅|保安|对方|他|她|单位|[局厅科所])"
    r"(?:(?!我|本人|请)[^，,、：:；;。\s]){0,8})(?:要求|希望)"
)
_AND_ALSO = re.compile(r"[，,、](?=并|同时|也要|也请|还要|还请|以及|请|要求|希望|另)|以及")


@dataclass(frozen=True, slots=True)
class ProposedMatter:
    """What is said to have happened, in the complainant's words, and what it seems to be."""

    no: int
    text: str
    kind: MatterKind


@dataclass(frozen=True, slots=True)
class ProposedClaim:
    """What is wanted, and the numbers of the matters that it seems to arise from."""

    no: int
    text: str
    matters: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ProposedSplit:
    """At least one matter; no claim where only something is suggested."""

    matters: tuple[ProposedMatter, ...]
    claims: tuple[ProposedClaim, ...]


def split_statement(content: str, words: WordsOfKinds, wanted: str = "") -> ProposedSplit:
    """Matters from the sentences that allege or suggest, claims from the field of wishes, else from sentences that wish.

    `words`: by which kinds are told apart, as the office keeps them.
    """
    sentences = [_SPEAKER.sub("", found[0]).strip(_EDGES) for found in _SENTENCE.finditer(content)]
    sentences = [sentence for sentence in sentences if len(sentence) > 3]
    suggested = [sentence for sentence in sentences if _says(sentence, _SUGGESTIONS)]
    wished = [s for s in sentences if s not in suggested and _says(_own_words(s), _WISHES)]
    told = [s for s in sentences if s not in suggested and (s not in wished or _DEMANDED.search(s))]
    complaints = _group([s for s in told if _alleges(s)], words)
    if not complaints and not suggested:
        complaints = [content.strip()]
    kinds = [(text, MatterKind.COMPLAINT) for text in complaints]
    kinds += [(text, MatterKind.SUGGESTION) for text in suggested[:1]]
    if len(kinds) == 1 and not wished and not wanted and _says(content, _QUESTIONS):
        kinds = [(content.strip(), MatterKind.CONSULTATION)]
    matters = tuple(
        ProposedMatter(no, text[:MAX_MATTER_LENGTH], kind)
        for no, (text, kind) in enumerate(kinds[:MOST_HEARD], start=1)
    )
    heard = [part for part in _apart(wished) if not _DEMANDED.search(part)]
    wishes = split_wishes(wanted) if wanted.strip() else _cut(heard)[:MOST_HEARD]
    if not wishes and any(matter.kind is MatterKind.COMPLAINT for matter in matters):
        wishes = [UNSPOKEN_CLAIM]
    claims = tuple(
        ProposedClaim(no, text, _arises(text, matters, words)) for no, text in enumerate(wishes, start=1)
    )
    return ProposedSplit(matters, claims)


def split_wishes(wanted: str) -> list[str]:
    """The wishes of the field that asks for them: numbered parts first, else between semicolons, lines or words of addition."""
    return _cut(_numbered_parts(wanted) or _apart(_SEPARATED.split(wanted)))


def _apart(wishes: Iterable[str]) -> list[str]:
    return [part for wish in wishes for part in _AND_ALSO.split(wish)]


def _cut(parts: Iterable[str]) -> list[str]:
    claims = [part.strip(_EDGES)[:MAX_CLAIM_LENGTH] for part in parts]
    return [claim for claim in claims if claim][:MAX_CLAIMS]


def _numbered_parts(wanted: str) -> list[str]:
    marks = list(_NUMBERED.finditer(wanted))
    if len(marks) < 2:
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(wanted)]
    return [wanted[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]


def _says(sentence: str, words: tuple[str, ...]) -> bool:
    return bool(find_words(sentence.casefold(), words))


def _own_words(sentence: str) -> str:
    """Without what somebody of the office demanded."""
    return _DEMANDED.sub(lambda found: found["who"], sentence)


def _alleges(sentence: str) -> bool:
    return bool(_ALLEGES.search(sentence.casefold()) or _DEMANDED.search(sentence))


def _group(sentences: list[str], words: WordsOfKinds) -> list[str]:
    """Sentences of one kind are one matter; what names no kind goes on with the matter before it."""
    groups: dict[Category | None, list[str]] = {}
    kind = None
    for sentence in sentences:
        ranked = rank_categories(sentence, words)
        if ranked:
            kind = ranked[0].category
            # What stood before the first kind belongs to it.
            if None in groups:
                groups = {kind: groups.pop(None)}
        groups.setdefault(kind, []).append(sentence)
    return ["，".join(parts) for parts in groups.values()]


def _arises(wish: str, matters: tuple[ProposedMatter, ...], words: WordsOfKinds) -> tuple[int, ...]:
    """The matters of the kind that the wish speaks of, else all."""
    if len(matters) > 1:
        kinds = {entry.category for entry in rank_categories(wish, words)}
        near = [m.no for m in matters if kinds & {entry.category for entry in rank_categories(m.text, words)}]
        if near:
            return tuple(near)
    return tuple(matter.no for matter in matters)
