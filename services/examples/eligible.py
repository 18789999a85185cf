"""Which cases may become an example, and the codes by which it is found."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, select

from models.beside.disciplinary_transfer import DisciplinaryTransfer
from models.beside.review import Review
from models.case.complaint import Complaint
from models.case.complaint_group import GroupMember
from models.case.data_request import DataRequest
from models.case.file_restriction import FileRestriction
from models.case.lifecycle import Outcome, RequestState, Stage
from models.case.matter import Matter
from models.case.matter_cause import MatterCause
from models.case.outside_review import OutsideReview
from models.case.respondent import Respondent
from models.ground.codes import Category
from models.ground.privacy_codes import DataRight
from models.ground.small_group import SMALLEST_GROUP
from services.unit_of_work import Unit

NOT_ENDED = (Outcome.WITHDRAWN, Outcome.MERGED)
_CONFIRMED = (Respondent.in_force(), Respondent.confirmed_at.is_not(None))
# Many who complain of one thing together are one: the leading file stands for all of them.
_IS_NO_MEMBER = ~exists().where(GroupMember.complaint_id == Complaint.id, GroupMember.left_at.is_(None))
_NO_MORE = (DataRight.ERASE, DataRight.WITHDRAW_CONSENT)


@dataclass(frozen=True, slots=True)
class ExampleCodes:
    """What an example is filed under: the item only where many complaints are about it, nothing where too few are alike."""

    item: str | None
    category: Category | None
    cause: str | None
    outcome: Outcome


def find_bar(complaint: Complaint, unit: Unit) -> str | None:
    """Why this case may not become an example, a code of `example_bar`; None where it may."""
    if complaint.destroyed_at is not None:
        return "destroyed"
    if complaint.closed_at is None or complaint.stage is not Stage.ARCHIVED or complaint.outcome is None:
        return "not_closed"
    if complaint.outcome in NOT_ENDED:
        return "withdrawn"
    for bar, query in (
        ("restricted", select(FileRestriction.id).where(FileRestriction.complaint_id == complaint.id)),
        (
            "discipline",
            select(DisciplinaryTransfer.id).where(DisciplinaryTransfer.complaint_id == complaint.id),
        ),
        (
            "identity",
            select(DataRequest.id).where(
                DataRequest.complaint_id == complaint.id, DataRequest.kind.in_(_NO_MORE)
            ),
        ),
        (
            "review",
            select(Review.id).where(Review.complaint_id == complaint.id, Review.state == RequestState.OPEN),
        ),
        (
            "review",
            select(OutsideReview.id).where(
                OutsideReview.complaint_id == complaint.id, OutsideReview.outcome.is_(None)
            ),
        ),
    ):
        if unit.session.scalars(query.limit(1)).first() is not None:
            return bar
    return None if read_codes(complaint, unit) is not None else "too_rare"


def read_codes(complaint: Complaint, unit: Unit) -> ExampleCodes | None:
    """None where fewer than SMALLEST_GROUP closed complaints are about its item, and as few of its category.

    Members of a group are not counted beside its leading file.
    """
    if complaint.outcome is None:
        return None
    category, item = _find_category(complaint, unit), _find_item(complaint.id, unit)
    is_kept = item is not None and not is_rare(item, unit)
    if not is_kept and (category is None or _is_seldom(category, unit)):
        return None
    cause = unit.session.scalars(
        select(MatterCause.code)
        .where(MatterCause.complaint_id == complaint.id, MatterCause.is_main, MatterCause.ended_at.is_(None))
        .order_by(MatterCause.matter_no)
        .limit(1)
    ).first()
    return ExampleCodes(item if is_kept else None, category, cause, complaint.outcome)


def is_rare(item: str, unit: Unit) -> bool:
    """Whether fewer than a group of closed complaints are about it, as confirmed; it is counted no further than that."""
    rows = unit.session.scalars(
        select(Respondent.complaint_id)
        .join(Complaint, Complaint.id == Respondent.complaint_id)
        .where(Respondent.item == item, *_CONFIRMED, Complaint.closed_at.is_not(None), _IS_NO_MEMBER)
        .distinct()
        .limit(SMALLEST_GROUP)
    )
    return len(rows.all()) < SMALLEST_GROUP


def _find_category(complaint: Complaint, unit: Unit) -> Category | None:
    rows = unit.session.execute(
        select(Matter.category_found, Matter.category)
        .where(Matter.complaint_id == complaint.id)
        .order_by(Matter.no)
    ).all()
    found = [one for row in rows if (one := row[0])]
    return next(iter(found), complaint.category)


def _is_seldom(category: Category, unit: Unit) -> bool:
    rows = unit.session.scalars(
        select(Complaint.id)
        .where(Complaint.category == category, Complaint.closed_at.is_not(None), _IS_NO_MEMBER)
        .limit(SMALLEST_GROUP)
    )
    return len(rows.all()) < SMALLEST_GROUP


def _find_item(complaint_id: str, unit: Unit) -> str | None:
    return unit.session.scalars(
        select(Respondent.item)
        .where(Respondent.complaint_id == complaint_id, Respondent.item.is_not(None), *_CONFIRMED)
        .order_by(Respondent.no)
        .limit(1)
    ).first()
