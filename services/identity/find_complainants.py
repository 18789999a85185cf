"""Finds in words that people are going to read who complained: names, companies, telephones, identity and complaint numbers.

Asked by blind indexes: nothing is opened for it, and what is found is told by its place alone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import or_, select

from models.vault.blind_index import index_party
from models.vault.identity import Identity
from models.vault.keyring import get_keyring
from services.identity.cut_identity import PERSONAL
from services.unit_of_work import Unit

Span = tuple[int, int]
# Numbers of complaints, and how people are called who are not to be named.
_TOLD = re.compile(r"[A-Z]{1,4}-\d{4}-\d{3,}|[\u4e00-\u9fff](?:先生|女士|小姐|大爷|大妈|阿姨)")
_HAN = re.compile(r"[\u3400-\u9fff·]+")
_WORD = re.compile(r"[A-Za-z][A-Za-z.' ]{2,40}[A-Za-z]")
_COMPANY = re.compile(r"公司|中心|商行|合作社|协会|学校|医院|酒店|工厂|餐厅|超市|店|厂|部|所|社")
# Names of people have so many characters; companies up to this.
_NAME_LENGTHS = (2, 3, 4)
_LONGEST_COMPANY = 24
_AT_ONCE = 5_000


def find_complainants(text: str, unit: Unit) -> list[Span]:
    """Where somebody is told, from and to, in order; contact data and complaint numbers whosever they are."""
    found = set(find_shapes(text))
    candidates = _index(text)
    for start in range(0, len(candidates), _AT_ONCE):
        asked = list(candidates)[start : start + _AT_ONCE]
        rows = unit.session.execute(
            select(Identity.name_index, Identity.organisation_index).where(
                or_(Identity.name_index.in_(asked), Identity.organisation_index.in_(asked))
            )
        )
        found.update(span for row in rows for index in row for span in candidates.get(index or "", ()))
    return sorted(found)


def find_shapes(text: str) -> list[Span]:
    """Where something has the shape of contact data or of a complaint's number; the vault is not asked.

    For words of whoever may not learn who complained: an answer of the vault would tell him of each name that he tries.
    """
    return sorted({match.span() for pattern in (PERSONAL, _TOLD) for match in pattern.finditer(text)})


def _index(text: str) -> Mapping[str, Sequence[Span]]:
    keyring, found = get_keyring(), dict[str, list[Span]]()
    known: dict[str, str | None] = {}
    for begins, ends in _list_spans(text):
        told = text[begins:ends]
        if told not in known:
            known[told] = index_party(told, keyring)
        if index := known[told]:
            found.setdefault(index, []).append((begins, ends))
    return found


def _list_spans(text: str) -> Iterator[Span]:
    for run in _HAN.finditer(text):
        for begins in range(run.start(), run.end()):
            for length in _NAME_LENGTHS:
                if begins + length <= run.end():
                    yield begins, begins + length
    for match in _WORD.finditer(text):
        yield match.span()
    for suffix in _COMPANY.finditer(text):
        for begins in range(max(0, suffix.end() - _LONGEST_COMPANY), suffix.start()):
            yield begins, suffix.end()
