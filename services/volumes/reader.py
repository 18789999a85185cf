"""What one reader of the case finds in its file: restricted evidence, and whatever tells of it, is left out for others."""

from functools import cached_property

from models.case.complaint import Complaint
from models.case.evidence_item import EvidenceItem
from models.ground.base import JsonObject
from models.ground.errors import NotFound
from services.access.readable_cases import may_read_case
from services.actor import Actor, staff_id_of
from services.evidence.items import list_items, may_open_item, may_see_item
from services.evidence.withheld_words import WithheldWords, find_withheld_words
from services.letters.draft import texts_of
from services.letters.kept_letter import read_kept
from services.letters.letter_rows import list_letter_rows
from services.unit_of_work import Unit
from services.volumes.part import FilePart, KeptFile, KeptLetter, Place, Sheet


def get_readable(complaint_id: str, unit: Unit, actor: Actor) -> Complaint:
    """The case; NotFound for an unknown one and for whom it is not."""
    complaint = unit.session.get(Complaint, complaint_id)
    if complaint is None or not may_read_case(complaint, unit, actor):
        raise NotFound
    return complaint


class Reader:
    """One person who may read the case; that is asked before."""

    def __init__(self, complaint: Complaint, unit: Unit, actor: Actor) -> None:
        """Nothing is read before it is asked for."""
        self._complaint, self._unit, self._login = complaint, unit, staff_id_of(actor)

    def call(self, part: FilePart) -> str:
        """The title of a part as this reader may read it."""
        return self._withheld.cover(part.title)

    def sees(self, part: FilePart) -> bool:
        """Whether the part goes into what this reader takes; identity has a door of its own."""
        if part.place is Place.IDENTITY:
            return False
        content = part.content
        if isinstance(content, KeptFile):
            item = self._items.get(content.item_id)
            return item is not None and may_open_item(item, self._login, self._complaint)
        if isinstance(content, KeptLetter):
            return self._sees_letter(content)
        return self._sees_sheet(content)

    def _sees_sheet(self, sheet: Sheet) -> bool:
        return not self._withheld.words or all(
            self._withheld.cover(text) == text for part in sheet.parts for text in texts_of(part)
        )

    def _sees_letter(self, letter: KeptLetter) -> bool:
        came_of_it = [item for item in self._items.values() if item.act_id == letter.subject]
        if not all(may_see_item(item, self._login, self._complaint) for item in came_of_it):
            return False
        kept = self._letters.get(letter.letter_id)
        return kept is not None and self._sees_sheet(Sheet(read_kept(kept).parts))

    @cached_property
    def _withheld(self) -> WithheldWords:
        return find_withheld_words(self._complaint, self._login, self._unit)

    @cached_property
    def _items(self) -> dict[str, EvidenceItem]:
        return {item.id: item for item in list_items(self._complaint.id, self._unit)}

    @cached_property
    def _letters(self) -> dict[str, JsonObject]:
        rows = list_letter_rows(self._complaint.id, self._unit)
        return {row.id: row.content for row in rows if row.content is not None}
