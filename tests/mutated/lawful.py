"""What the law asks of an answer and of an archived case, read from the rows alone: nothing of the product decides here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from models.beside.referral import Referral
from models.case.answer import Answer
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.lifecycle import DecisionKind, Stage
from models.case.matter import Matter
from models.ground.codes import MatterDecision
from tests.full_office import FullOffice


def list_unlawful(office: FullOffice, complaint_id: str) -> list[str]:
    """Everything against the law in what the complainant was told, and in the closing of the file; empty when lawful."""
    complaint = office.rows(Complaint, id=complaint_id)[0]
    file = _File(office, complaint)
    found = [
        f"answered in round {answer.round}: {fault}"
        for answer in office.rows(Answer, complaint_id=complaint_id)
        if answer.published_at is not None
        for fault in file.faults(answer.round, answer.published_at)
    ]
    if complaint.stage is Stage.ARCHIVED:
        found += [f"archived: {fault}" for fault in file.faults(complaint.round, complaint.closed_at)]
        if not file.is_told(complaint.round):
            found.append("archived: not answered")
    return found


class _File:
    """The rows of one case."""

    def __init__(self, office: FullOffice, complaint: Complaint) -> None:
        self._office, self._id = office, complaint.id
        self._decisions: list[Decision] = office.rows(Decision, complaint_id=complaint.id)
        self._matters: list[Matter] = office.rows(Matter, complaint_id=complaint.id)

    def faults(self, round_no: int, by: datetime | None) -> Iterator[str]:
        """What the parts of the complaint lack in this round at this moment."""
        assert by is not None
        for matter in self._matters:
            if not self._is_decided(matter, round_no, by):
                yield f"matter {matter.no} ({matter.decision}) has no outcome that somebody answers for"

    def is_told(self, round_no: int) -> bool:
        """Whether the complainant was answered in this round."""
        answers = self._office.rows(Answer, complaint_id=self._id, round=round_no)
        return any(answer.published_at is not None for answer in answers)

    def _is_decided(self, matter: Matter, round_no: int, by: datetime) -> bool:
        is_withdrawn = self._find(DecisionKind.WITHDRAWAL, round_no) is not None
        match matter.decision:
            case MatterDecision.ACCEPT:
                return is_withdrawn or self._is_approved(round_no, by)
            case MatterDecision.SETTLE_ON_SPOT:
                return any(row.kind is DecisionKind.SETTLEMENT and row.at <= by for row in self._decisions)
            case MatterDecision.REFUSE:
                return all((matter.nonaccept_ground, matter.basis, matter.right_place, matter.decided_by))
            case MatterDecision.REFER:
                return is_withdrawn or self._is_signed(matter)
            case MatterDecision.MERGE:
                return bool(matter.merged_into)
        return is_withdrawn

    def _is_approved(self, round_no: int, by: datetime) -> bool:
        """An opinion was drafted and then approved by somebody else, before the complainant was told."""
        opinion = self._find(DecisionKind.OPINION, round_no)
        approval = self._find(DecisionKind.APPROVAL, round_no)
        if opinion is None or approval is None:
            return False
        return approval.by != opinion.by and opinion.at <= approval.at <= by

    def _is_signed(self, matter: Matter) -> bool:
        rows = self._office.rows(Referral, id=matter.referral_id)
        return any(row.signed_at is not None for row in rows)

    def _find(self, kind: DecisionKind, round_no: int) -> Decision | None:
        return next((row for row in self._decisions if row.kind is kind and row.round == round_no), None)
