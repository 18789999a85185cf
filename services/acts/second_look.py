"""What is done in a review by others than the decider: whoever examines asks the unit, and the organ above the centre decides."""

from models.beside.review import Review as SecondInstance
from models.case.lifecycle import Stage
from models.ground.codes import ReviewOutcome
from services.actor import Actor, outside_unit, staff_id_of
from services.acts.act_case import ActCase
from services.beside.respondent.ask_respondent import NOT_INVESTIGATED
from services.beside.review.reviewers import find_open_review, find_reviewer_bar
from services.beside.review.superior_outcome import SuperiorOutcome, record_superior_outcome
from services.unit_of_work import Unit

__all__ = ["SecondInstance", "find_second_look", "find_second_look_bar", "take_second_instance"]


def find_second_look_bar(case: ActCase) -> str | None:
    """NOT_INVESTIGATED without a review under way, and the codes of who may not examine it."""
    review = find_open_review(case.complaint.id, case.unit)
    if review is None:
        return NOT_INVESTIGATED
    return find_reviewer_bar(review, case.complaint, staff_id_of(case.actor), case.unit)


def find_second_look(case: ActCase) -> str | None:
    """The id of the review under way; None while the case is investigated itself."""
    if case.complaint.stage is Stage.INVESTIGATION:
        return None
    review = find_open_review(case.complaint.id, case.unit)
    return None if review is None else review.id


def take_second_instance(
    row: SecondInstance, told: tuple[ReviewOutcome | None, str], unit: Unit, actor: Actor
) -> bool:
    """Keep outcome and words of the organ; errors as of `record_superior_outcome`."""
    outcome, text = told
    sender = outside_unit(row.unit_code or "", actor.client_address)
    return record_superior_outcome(row, SuperiorOutcome(outcome, text), unit, sender)
