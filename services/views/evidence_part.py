"""The evidence of a case by number, its custody, and which matter rests on what: the matrix, without identity."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from models.case.complaint import Complaint
from models.case.evidence import Evidence
from models.case.evidence_custody import EvidenceCustody
from models.case.evidence_item import EvidenceItem
from services.casefile.get_case import list_matters
from services.evidence.custody import list_custody
from services.evidence.items import call_item, list_items_and_files, may_open_item, may_see_item
from services.identity.cut_identity import cut_own_values
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One item; `name`, `provider` and `assessment` are empty for whom it is restricted to others. `file` is None for paper."""

    item: EvidenceItem
    name: str
    provider: str
    assessment: str
    is_shown: bool
    can_open: bool
    file: Evidence | None
    custody: tuple[EvidenceCustody, ...]
    cited_by: tuple[int, ...]


def read_evidence_lines(complaint: Complaint, login: str, unit: Unit) -> tuple[EvidenceLine, ...]:
    """Every item by number as this reader of the case sees it; what the vault holds of the complainant is cut out."""
    found = list_items_and_files(complaint.id, unit)
    items = [item for item, _ in found]
    files = {file.id: file for _, file in found if file is not None}
    names = {file.id: file.name for file in files.values()}
    chains: dict[str, list[EvidenceCustody]] = defaultdict(list)
    for link in list_custody(complaint.id, unit):
        chains[link.item_id].append(link)
    texts = [(call_item(item, names), item.provider or "", item.assessment or "") for item in items]
    cut = _cut(texts, complaint.id, unit)
    matters = list_matters(complaint.id, unit)
    return tuple(
        EvidenceLine(
            item,
            *(told if may_see_item(item, login, complaint) else ("", "", "")),
            is_shown=may_see_item(item, login, complaint),
            can_open=may_open_item(item, login, complaint),
            file=files.get(item.file_id or ""),
            custody=tuple(chains[item.id]),
            cited_by=tuple(matter.no for matter in matters if item.id in matter.cited_evidence),
        )
        for item, told in zip(items, cut, strict=True)
    )


def _cut(texts: Sequence[tuple[str, str, str]], complaint_id: str, unit: Unit) -> list[tuple[str, str, str]]:
    flat = cut_own_values([text for row in texts for text in row], complaint_id, unit)
    return [(flat[at], flat[at + 1], flat[at + 2]) for at in range(0, len(flat), 3)]
