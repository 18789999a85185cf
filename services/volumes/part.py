"""One part of a file: where it stands in the order, what the index says of it, and what it consists of."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from models.case.complaint import Complaint
from services.ports.press import Part
from services.unit_of_work import Unit


class Place(StrEnum):
    """The places of a file in their order (卷内排列). Identity stands last: left out, it moves no page number."""

    REGISTRATION = "registration"
    ACCEPTANCE = "acceptance"
    INVESTIGATION = "investigation"
    EVIDENCE = "evidence"
    OPINION = "opinion"
    ANSWER = "answer"
    DELIVERY = "delivery"
    VISIT = "visit"
    PROCEDURE = "procedure"
    ENTRIES = "entries"
    TRAIL = "trail"
    IDENTITY = "identity"


# On paper, which is Chinese.
PLACE_NAMES = {
    Place.REGISTRATION: "登记材料",
    Place.ACCEPTANCE: "受理材料",
    Place.INVESTIGATION: "调查材料",
    Place.EVIDENCE: "证据材料",
    Place.OPINION: "处理意见及审批",
    Place.ANSWER: "答复材料",
    Place.DELIVERY: "送达材料",
    Place.VISIT: "回访材料",
    Place.PROCEDURE: "程序及其他材料",
    Place.ENTRIES: "卷内记事",
    Place.TRAIL: "办理过程记录",
    Place.IDENTITY: "身份材料",
}
ORDER = {place: number for number, place in enumerate(Place)}


@dataclass(frozen=True, slots=True)
class Sheet:
    """Laid out from what the file says."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """A letter or record as it was frozen; `subject` is what it tells of."""

    letter_id: str
    subject: str


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of an item of evidence as it came; pictures have a redrawn copy that can be printed."""

    item_id: str
    name: str
    media_type: str
    size: int
    sha256: str
    storage_key: str
    safe_copy_key: str | None


@dataclass(frozen=True, slots=True)
class FilePart:
    """One line of the index (卷内目录). `by` is who is answerable for it, `number` its 文号; either may be empty."""

    place: Place
    key: str
    title: str
    number: str
    by: str
    dated: date
    content: Sheet | KeptLetter | KeptFile

    @property
    def fingerprint(self) -> str:
        """Changes where what it says changes: what a volume holds already is not bound again."""
        told = json.dumps([self.title, asdict(self.content)], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Bound:
    """What earlier volumes hold: parts by key, and how far entries and trail were told."""

    fingerprints: frozenset[tuple[str, str]] = frozenset()
    entry_ids: frozenset[str] = frozenset()
    last_seq: int = 0


@dataclass(frozen=True, slots=True)
class Scene:
    """The case whose parts are listed; `names` are of people by login and of units by code."""

    complaint: Complaint
    unit: Unit
    names: Mapping[str, str]
    bound: Bound

    def name(self, actor: str) -> str:
        """How the index calls who did something; the system and citizens by what they are."""
        return self.names.get(actor.removeprefix("unit:")) or _OTHERS.get(actor, "")


_OTHERS = {"system": "系统", "citizen": "投诉人"}
ListParts = Callable[[Scene], Iterable[FilePart]]
