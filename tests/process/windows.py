"""The windows drawn in the stages: how each opens, what answers it, and who is asked when its time is up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.engine.driver import DAY
from tests.process.office import Office
from tests.process.walks import walk_to_intake, walk_to_investigation


@dataclass(frozen=True, slots=True)
class Window:
    """One event sub-process of one stage."""

    name: str
    reach: Callable[[Office], None]
    opened: str
    answered: str
    id_name: str
    check: str
    waits_at: str
    ends_answered: str
    ends_over: str
    work_beside: str

    def open(self, office: Office, request_id: str, in_ms: int = 5 * DAY, ttl: int = 0) -> None:
        """A service says that a request was made."""
        variables = {self.id_name: request_id, "window_ends_at": office.moment(in_ms)}
        office.say(self.opened, "c1", ttl, **variables)

    def answer(self, office: Office, request_id: str) -> None:
        """A service says that the answer to this request came."""
        office.say(self.answered, request_id)

    def say_over(self, office: Office, is_over: bool, in_ms: int = 2 * DAY) -> None:
        """What the database says when it is asked from now on."""
        office.answers[self.check] = lambda _: {
            "is_window_over": is_over,
            "window_ends_at": office.moment(in_ms),
        }


def _supplement(name: str, reach: Callable[[Office], None], work_beside: str) -> Window:
    return Window(
        name=name,
        reach=reach,
        opened="complaint.supplement-requested",
        answered="complaint.supplement-received",
        id_name="supplement_request_id",
        check="complaint.check-supplement-window",
        waits_at="Gateway_AwaitSupplement",
        ends_answered="End_SupplementReceived",
        ends_over="End_SupplementWindowOver",
        work_beside=work_beside,
    )


WINDOWS = [
    _supplement("supplement in intake", walk_to_intake, "UserTask_DecideAcceptance"),
    _supplement("supplement in investigation", walk_to_investigation, "UserTask_PlanInvestigation"),
    Window(
        name="entrustment",
        reach=walk_to_investigation,
        opened="complaint.entrustment-opened",
        answered="complaint.entrustment-returned",
        id_name="entrustment_id",
        check="complaint.check-entrustment-window",
        waits_at="Gateway_AwaitEntrustment",
        ends_answered="End_EntrustmentReturned",
        ends_over="End_EntrustmentWindowOver",
        work_beside="UserTask_PlanInvestigation",
    ),
    Window(
        name="respondent's reply",
        reach=walk_to_investigation,
        opened="complaint.respondent-asked",
        answered="complaint.respondent-replied",
        id_name="respondent_request_id",
        check="complaint.check-respondent-window",
        waits_at="Gateway_AwaitRespondentReply",
        ends_answered="End_RespondentReplied",
        ends_over="End_RespondentReplyWindowOver",
        work_beside="UserTask_PlanInvestigation",
    ),
]
