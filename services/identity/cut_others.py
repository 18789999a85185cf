"""Cuts what names others out of words that a complainant gets a copy of: what is his own stands."""

from collections.abc import Collection, Sequence

from services.identity.cut_identity import CUT, PERSONAL, SHORTEST_VALUE


def cut_others(texts: Sequence[str], names: Collection[str], own: Collection[str]) -> list[str]:
    """The texts without these names, and without numbers and addresses of contact that are not among his `own` values."""
    bare = {_bare(value) for value in own}
    others = sorted(
        (name for name in names if len(name) >= SHORTEST_VALUE and not any(name in value for value in own)),
        key=len,
        reverse=True,
    )
    return [_cut(text, others, bare) for text in texts]


def _cut(text: str, others: Sequence[str], own: Collection[str]) -> str:
    for name in others:
        text = text.replace(name, CUT)
    return PERSONAL.sub(lambda found: found[0] if _bare(found[0]) in own else CUT, text)


def _bare(text: str) -> str:
    return text.replace(" ", "").replace("-", "")
