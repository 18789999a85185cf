"""Who says in a complaint that he speaks for others too. A hint for a person: nobody is made a representative by it."""

import re

# 我代表同来的七位 · 大家推选我为代表 · 受其他六人委托 · 我愿意作代表; not 人大代表, 法定代表人, 首席代表.
_SPOKEN = re.compile(
    r"(?:我|本人)(?:愿意?|可以|能|想|来|作为|作|做|当|为|是){0,3}代表(?!人|大会|性|处|团)[^，。；！？\n]{0,10}"
    r"|(?:推选|推举|选)(?:我|本人)[^，。；！？\n]{0,8}"
    r"|受(?:其他|大家|同来|其余|他们|我们)[^，。；！？\n]{0,8}(?:委托|推举|推选)"
)


def find_speaking_for_others(words: str) -> str | None:
    """The words in which it is said; None where nobody says so."""
    found = _SPOKEN.search(words)
    return None if found is None else found[0]
