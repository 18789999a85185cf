"""Words that tell what a restricted item of evidence is, wherever else in the file somebody wrote them."""

from dataclasses import dataclass

from models.case.complaint import Complaint
from services.evidence.items import RESTRICTED, call_item, list_items, map_file_names, may_see_item
from services.unit_of_work import Unit

# A shorter name stands in half of all sentences.
SHORTEST_WORD = 2


@dataclass(frozen=True, slots=True)
class WithheldWords:
    """The names of items that one reader may not see, and why they are restricted; the longest first."""

    words: tuple[str, ...]

    def cover(self, text: str) -> str:
        """The text without them."""
        for word in self.words:
            text = text.replace(word, RESTRICTED)
        return text


def find_withheld_words(complaint: Complaint, login: str, unit: Unit) -> WithheldWords:
    """What this reader of the case may not read of its evidence; most cases have nothing of the kind."""
    hidden = [item for item in list_items(complaint.id, unit) if not may_see_item(item, login, complaint)]
    files = map_file_names(complaint.id, unit) if hidden else {}
    told = {word for item in hidden for word in (call_item(item, files), item.restriction_reason or "")}
    kept = [word for word in told if len(word) >= SHORTEST_WORD]
    return WithheldWords(tuple(sorted(kept, key=len, reverse=True)))
