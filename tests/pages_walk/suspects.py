"""Which pieces of a Chinese page are no words for people: codes, logins, values as Python or JSON writes them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.pages_walk.page_words import Said, read_page
from tests.pages_walk.walk import Page

SAMPLES = Path(__file__).parents[1] / "samples"
# Latin words that a Chinese page says on purpose; at most 40.
ALLOWED = frozenset(
    {
        "English",  # the way to the other language
        "Word",
        "Excel",
        "Required",  # the box of Camunda Modeler, as whoever changes a form there reads it
        "/handover",  # an address that somebody outside types from a printed sheet
        "Ctrl",  # the keys that submit a form
        "Enter",
        "Shift",
        "Control",
        "Option",
        "jieban",  # `jieban figures rebuild`, which an administrator types while no figures come
        "figures",
        "rebuild",
        "tousu@yunhe-zwfw.example.cn",  # how the centre is reached, at the foot of every page
    }
)
# Who watches processes, keeps accounts or takes open data works with machine names: in `code`, beside a name.
# A demo office, and no other, shows its visitors whom to sign in as: login and password, to be typed.
MACHINE_NAMES_ON = ("/monitor/", "/deployments", "/due", "/accounts", "/sign-in", "/open-data")

# Where people are sent as the stories' people wrote it, with a code behind the name; a form keeps their words.
_TYPED = tuple(
    dict.fromkeys(re.findall(r'"right_place": "([^"]*（X-\w+）)"', (SAMPLES / "way.json").read_text("utf-8")))
)
# The same address of a printed sheet with the office before it, as whoever holds the paper has to type it.
_ADDRESS_OF_SHEETS = re.compile(r"\bhttps?://[\w.:-]+/handover\b")

_LATIN = re.compile(r"[\w.:/@-]*[a-z_-]{3,}[\w.:/@-]*", re.ASCII)
_FILE_NAME = re.compile(r"\.(?:bmp|docx?|gif|jpe?g|mp[34]|pdf|png|txt|wav|webp|xlsx?)$", re.IGNORECASE)
_VALUE = re.compile(
    r"""\{\s*['"]|\[\s*['"{]|\b(?:None|True|False|null|true|false)\b|\b(?=\d*[a-f])[0-9a-f]{12,}\b"""
    r"""|\d{4}-\d\d-\d\dT\d\d|\d[+-]\d\d:00\b|Decimal\(|datetime\."""
)
_CODE = re.compile(r"[\w.-]+", re.ASCII)
# A checksum is there to be compared, an error id to be told to whoever mends it.
_TO_COMPARE = re.compile(r"[0-9a-f]{64}|[0-9a-f]{12}…?")


@dataclass(frozen=True)
class Suspect:
    """A piece that is no word for people, the text around it, and on whose page it stands."""

    piece: str
    text: str
    where: str
    rule: str
    person: str

    def __str__(self) -> str:
        return f"{self.rule} ({self.person or 'citizen'}) {self.where}: {self.piece} in {self.text[:80]!r}"


def find_suspects(pages: Iterable[Page], codes: Collection[str]) -> Iterator[Suspect]:
    """Each piece once by route and place; `codes` are the logins and codes of the office."""
    seen: set[tuple[str, str, str]] = set()
    for page in pages:
        for said in read_page(page.html):
            for piece in find_pieces(said, codes, page.rule):
                if (place := (page.rule, said.where, piece)) not in seen:
                    seen.add(place)
                    yield Suspect(piece, said.text, said.where, page.rule, page.person)


def find_pieces(said: Said, codes: Collection[str], rule: str) -> list[str]:
    """What of one text on a page of this route is no word for people."""
    if said.is_machine and (rule.startswith(MACHINE_NAMES_ON) or _TO_COMPARE.fullmatch(said.text)):
        return []
    text = _ADDRESS_OF_SHEETS.sub("", said.text) if rule.endswith("/sheet") else said.text
    for words in _TYPED:
        text = text.replace(words, "")
    pieces = {found for found in _LATIN.findall(text) if not _is_word(found)}
    pieces |= set(_VALUE.findall(text)) | set(_CODE.findall(text)) & set(codes)
    return sorted(pieces)


def _is_word(found: str) -> bool:
    return found in ALLOWED or bool(_FILE_NAME.search(found))
