"""The texts that notices and mails of a page say: what has left says its own versions, what leaves next those that hold."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from models.case.dispatch import Dispatch
from models.case.letter_text import LetterText
from models.ground.dispatch_codes import DispatchState
from services.dispatch.document_words import DOCUMENT_PAPER
from services.dispatch.incident_words import INCIDENT_PAPER
from services.dispatch.notice_words import NOTICE_PAPER
from services.dispatch.unit_mail_words import UNIT_MAIL_PAPER
from services.office.own_texts import Paper, fill_texts, list_own, list_versions
from services.unit_of_work import Unit

_PAPERS = (NOTICE_PAPER, DOCUMENT_PAPER, INCIDENT_PAPER, UNIT_MAIL_PAPER)
# What says the words of the moment at which it leaves.
_STATES_THAT_LEAVE = (DispatchState.WAITING, DispatchState.KEPT, DispatchState.REFUSED)


@dataclass(frozen=True, slots=True)
class SaidTexts:
    """By paper the versions of an owner that hold `now`, and by id those that some attempt `said`."""

    now: Mapping[str, tuple[LetterText, ...]]
    said: Mapping[int, LetterText]

    def of(self, row: Dispatch, paper: Paper) -> dict[str, str]:
        """By block."""
        if row.state in _STATES_THAT_LEAVE:
            return fill_texts(paper, self.now[paper.name])
        versions = row.text_versions or ()
        return fill_texts(paper, [self.said[key] for key in versions if key in self.said])


def read_said_texts(rows: Collection[Dispatch], unit: Unit) -> SaidTexts:
    """For all rows of a page at once."""
    ids = {key for row in rows for key in row.text_versions or ()}
    said = {version.id: version for paper in _PAPERS for version in list_versions(paper, ids, unit)}
    return SaidTexts({paper.name: tuple(list_own(paper, unit)) for paper in _PAPERS}, said)
