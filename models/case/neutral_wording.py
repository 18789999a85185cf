"""A starting text for the neutral wording (中性表述) of a matter: what was told, less what would single somebody out.

Never sent as it is: a person words what leaves the office.
"""

import re
import unicodedata

CUT = "■"
_CONTACT = re.compile(r"(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64}@[\w-]{1,63}\.[A-Za-z.]+|https?://\S+")
# Telephones, identity and handling numbers, amounts: whatever has four digits or letters with digits in a row.
_NUMBER = re.compile(
    r"\+?(?:(?<![A-Za-z])[A-Za-z]{1,20})?-?\d[\d\- ]{2,}\d[Xx]?|(?<![A-Za-z])[A-Za-z]{2,20}-?\d+"
)
_DAY = re.compile(
    r"(?:20\d\d年)?\d{1,2}月\d{1,2}[日号]|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|(?:今|昨|前|当)天|(?:上|这|本)?(?:周|星期|礼拜)[一二三四五六日天]"
)
_HOUR = re.compile(
    r"(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上)?(?:[一二三四五六七八九十两]{1,3}|\d{1,2})(?:点|时)(?:[一二三四五六七八九十\d]{1,3}分|半|多|整)?(?:左右|许|钟)?"
    r"|\d{1,2}[:：]\d{2}(?:左右|许)?|凌晨|清晨|早上|上午|中午|下午|傍晚|晚上"
)
_ABUSE = re.compile(
    r"(?:他妈的?|妈的|混蛋|王八蛋|畜生|狗东西|狗日的|人渣|败类|饭桶|废物|蠢货|白痴|脑残|傻[逼子]|流氓|土匪|强盗|不要脸|无耻|缺德|黑心|丧尽天良|狗眼看人低|吃人饭不干人事|该死|去死|滚蛋)的?"
)
_SELF = re.compile(
    r"我们?(?:家|公司|单位)?的?(?:老?公|老婆|妻子|丈夫|母亲|父亲|妈妈?|爸爸?|孩子|儿子|女儿|老人)|本人|我们|我|俺|咱"
)
_STRESS = re.compile(r"[！!]+")
_LEFT_OVER = re.compile(r"(?:■[\s，,、]*){2,}")
_EDGES = " \t\r\n　，,、；;。：:"


def word_neutrally(text: str) -> str:
    """The text without days, hours, numbers, addresses and abuse, in the third person. Places and windows stay."""
    worded = unicodedata.normalize("NFKC", text)
    for pattern in (_CONTACT, _DAY, _HOUR, _ABUSE):
        worded = pattern.sub(CUT if pattern is _CONTACT else "", worded)
    worded = _NUMBER.sub(lambda found: found[0] if _is_window(found[0]) else CUT, worded)
    worded = _STRESS.sub("。", _SELF.sub("投诉人", worded))
    worded = _LEFT_OVER.sub(
        CUT, re.sub(r"[,，、\s]*([,，。])", lambda found: "，" if found[1] in ",，" else "。", worded)
    )
    return worded.strip(_EDGES)


def _is_window(number: str) -> bool:
    """`C03`: a letter and two digits stand on the door of the window."""
    return re.fullmatch(r"[A-Za-z]-?\d{2}", number) is not None
