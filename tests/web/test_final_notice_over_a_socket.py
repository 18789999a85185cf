"""What a review that ends the case tells its complainant, as the real web server sends it."""

from __future__ import annotations

import pytest

from models.ground.codes import ReviewOutcome
from tests.review_row import add_review
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
        add_review(case.complaint_id, outcome, "认定与监控不符", unit, opinion_text="经复查，作出决定")
    told = part_of(progress_of(served_office.visitor(), case), "reviews")
    assert "经复查，作出决定" in told
    assert ("复查决定是最后答复" in told, "凭本编号不予受理" in told) == (is_final, is_final)
