"""Which words of a text may name somebody complained about: not those that praise, nor those of whom others fall short. Pure.

Rules of the language only; no word of any complaint may stand here. What stays is still a suggestion for a person.
"""

import re

_CLAUSE = re.compile(r"[^，,。！!？?；;\n]+[，,。！!？?；;\n]*")
_PRAISE = re.compile(
    r"表扬|点赞|好评|值得学习|帮了大忙|(?:感谢|谢谢)(?=[^，,。！!？?；;\n]{2})|热情|耐心|细心|周到|(?:很|非常|十分|特别|认真)负责|亲切|和气|客气|满意(?![率度”])|专业|麻利|敬业"
    r"|(?:态度|服务|办事|效率|素质)[^，,。！!？?；;\n不没差]{0,4}(?:好|快|棒|高|不错|没得说)|不厌其烦"
)
# Up to three characters before a word of praise that turn it round.
_TURNED = re.compile(r"(?:不|没有?|无|缺乏?|欠|未|少|毫无|哪里?|假装)(?:太|够|怎么|很|什么|一点)?$")
_AS_GOOD_AS_PRAISE = re.compile(r"不错|没得说|没话说|不厌其烦|不愧|不慌不忙|没多久|不到|差不多")
_BLAME = re.compile(
    r"[不没无差慢拖推骂吼凶]|冷漠|冷淡|敷衍|刁难|粗暴|投诉|举报|查处|查一?查|处理|问责|道歉|要求|乱收|违规|错|但|却|可是|反而"
)
# Whoever is named behind these is the better one.
_BETTER = (
    re.compile(r"(?:还?不如|比不上|不及)[^，,。！!？?；;\n]*"),
    re.compile(r"(?:像|学学|学一学|向)[^，,。！!？?；;\n]{1,24}?(?:一样|那样|那么|学习|看齐)"),
    re.compile(r"没有?[^，,。！!？?；;\n]{1,24}?(?:那么|这么|那样)(?:好|快|热情|耐心|细心|周到|负责|认真)"),
    re.compile(r"比[^，,。！!？?；;\n]{1,24}?(?:还?差|还?慢|还?凶)(?:多了?|远了?|一截)?"),
    re.compile(
        r"^(?:后来|最后|结果)?(?:换了?到?|改到?|转到?|去了?|到了?|在)?(?:隔壁|旁边|另一个?|别的|其他)的?[^，,。！!？?；;\n]*"
        r"(?:办好|办成|办完|办了|给办|解决)了?[，,。！!？?；;\n]*$"
    ),
)


def blamed_words(text: str) -> str:
    """The text without the clauses that only praise and without the better side of a comparison."""
    return "".join(_without_better(clause) for clause in _CLAUSE.findall(text) if not _only_praises(clause))


def _without_better(clause: str) -> str:
    for better in _BETTER:
        clause = better.sub(" ", clause)
    return clause


def _only_praises(clause: str) -> bool:
    praised = [found for found in _PRAISE.finditer(clause) if not _TURNED.search(clause[: found.start()])]
    if not praised:
        return False
    rest = _AS_GOOD_AS_PRAISE.sub("", _PRAISE.sub("", clause))
    return _BLAME.search(rest) is None
