"""What a review that ends the case tells its complainant, as the real web server sends it."""

from __future__ import annotations

import pytest

from models.beside.review import Review
from models.case.lifecycle import RequestState
from models.ground.codes import RequestedSide, ReviewOutcome
from models.ground.ids import new_id
from tests.served_office import ServedOffice
from tests.web.told_scenes import fresh_case, part_of, progress_of


@pytest.mark.parametrize(
    ("outcome", "is_final"),
    [(ReviewOutcome.UPHELD, True), (ReviewOutcome.CHANGED, True), (ReviewOutcome.REOPENED, False)],
)
def test_a_review_that_ends_the_case_is_told_as_the_last_answer(
    served_office: ServedOffice, outcome: ReviewOutcome, is_final: bool
) -> None:
    """UX-2: what follows from it stands with the decision; a case that is handled anew goes on."""
    case = fresh_case(served_office)
    with served_office.office.unit_of_work() as unit:
        now = unit.clock.now()
        unit.session.add(
            Review(
                id=new_id(),
                complaint_id=case.complaint_id,
                no=1,
                round=1,
                state=RequestState.ANSWERED,
                requested_by="citizen",
                requested_at=now,
                ended_at=now,
                reason="认定与监控不符",
                requested_side=RequestedSide.COMPLAINANT,
                outcome=outcome,
                opinion_text="经复查，作出决定",
                decided_at=now,
            )
        )
    told = part_of(progress_of(served_office.visitor(), case), "reviews")
    assert "经复查，作出决定" in told
    assert ("复查决定是最后答复" in told, "凭本编号不予受理" in told) == (is_final, is_final)
