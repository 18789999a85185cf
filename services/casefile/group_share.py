"""How many of a group said that they are satisfied: below the share of the policy the leading file stays open (N5)."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.answer import Answer
from models.case.complaint import Complaint
from models.case.complaint_group import ComplaintGroup
from models.case.lifecycle import Outcome
from models.case.return_visit import ReturnVisit
from models.case.survey import Survey
from services.casefile.find_group import find_led_group, list_members
from services.unit_of_work import Unit

GROUP_BELOW_SHARE = "GROUP_BELOW_SHARE"
# 基本满意 and better, of five.
LEAST_SATISFIED = 3


@dataclass(frozen=True, slots=True)
class GroupShare:
    """Of all files of the group, the leading one among them; who withdrew is not counted. Silence is no satisfaction."""

    people: int
    answered: int
    satisfied: int
    wanted_percent: int

    @property
    def is_reached(self) -> bool:
        """Whether everybody was answered and enough of them said that they are satisfied."""
        return self.answered == self.people and self.satisfied * 100 >= self.people * self.wanted_percent


def read_share(group: ComplaintGroup, unit: Unit) -> GroupShare:
    """The figures of a group now."""
    leading = unit.session.get_one(Complaint, group.leading_id)
    files = [leading, *(complaint for _, complaint in list_members(group.leading_id, unit))]
    asked = [complaint for complaint in files if complaint.outcome is not Outcome.WITHDRAWN]
    return GroupShare(
        people=len(asked),
        answered=sum(_is_answered(complaint, unit) for complaint in asked),
        satisfied=sum(_is_satisfied(complaint, unit) for complaint in asked),
        wanted_percent=group.closing_share,
    )


def find_closing_bar(complaint: Complaint, unit: Unit) -> str | None:
    """GROUP_BELOW_SHARE while the file leads a group that may not be closed yet and nobody gave a reason to close it."""
    group = find_led_group(complaint.id, unit)
    if group is None or group.override_reason is not None:
        return None
    return None if read_share(group, unit).is_reached else GROUP_BELOW_SHARE


def _is_answered(complaint: Complaint, unit: Unit) -> bool:
    answer = unit.session.get(Answer, (complaint.id, complaint.round))
    return answer is not None and answer.published_at is not None


def _is_satisfied(complaint: Complaint, unit: Unit) -> bool:
    """By the last word of this round, whoever asked."""
    visit = unit.session.scalars(
        select(ReturnVisit.satisfaction)
        .where(ReturnVisit.complaint_id == complaint.id, ReturnVisit.round == complaint.round)
        .order_by(ReturnVisit.attempt.desc())
        .limit(1)
    ).first()
    told = unit.session.scalars(
        select(Survey.rating).where(Survey.complaint_id == complaint.id, Survey.round == complaint.round)
    ).first()
    word = visit if visit is not None else told
    return word is not None and word >= LEAST_SATISFIED
