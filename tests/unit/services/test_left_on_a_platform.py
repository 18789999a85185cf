"""What somebody of the centre writes on the platform that a complaint came by is on record as data that left (ADR 0263)."""

from __future__ import annotations

from tests.full_office import FullOffice
from tests.provisions import left
from tests.unit.services.requests_office import act
from tests.unit.services.test_answer_sending import CLERK, give, ready

ANSWER = ("platform", "platform", ("case_number", "result"))
WORDS = ("platform", "platform", ("case_number",))


def test_an_answer_and_a_contact_on_the_platform_are_on_record_each_once(office: FullOffice) -> None:
    """The answer is its sending, and no second record as the first contact; what is said or in vain is none."""
    case = ready(office, feedback_way="私信")
    give(office, case, ways=["platform", "phone"])
    assert left(office, case) == [ANSWER]
    vain = {"outcome": "not_reached", "text": "平台无法送达。"}
    act(office, case, "record-contact", CLERK, **vain, way="platform")
    assert left(office, case) == [ANSWER]
    told = {"outcome": "sent", "text": "请查收答复。"}
    act(office, case, "record-contact", CLERK, **told, way="platform")
    act(office, case, "record-contact", CLERK, **told, way="phone")
    assert left(office, case) == [ANSWER, WORDS]
