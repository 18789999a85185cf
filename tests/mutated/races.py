"""What seldom happens: a message that comes twice, clocks that differ, a job that lies, a run that is lost while it waits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete

from bpmn.names import JobType
from models.case.complaint import Complaint
from models.case.complaint_group import ComplaintGroup
from models.case.lifecycle import DecisionKind, Stage
from models.clock.clock import Clock
from models.ground.codes import Finding, MatterDecision
from models.ledger.outbox import OutboxRow
from services.actor import SYSTEM
from services.casefile.decisions import NewDecision, record_decision
from services.casefile.get_case import list_matters
from services.ports.engine import OutgoingMessage
from tests.full_office import FullOffice
from tests.mutated.core_engine import CoreEngine
from tests.mutated.core_office import CoreOffice
from tests.mutated.stories import (
    ASKED,
    BOTH_WAYS,
    CLERK,
    HANDED_IN,
    ORDERED,
    PLAIN,
    SUPERVISOR,
    UNANSWERED,
    UNTOLD_EXTENSION,
)
from tests.mutated.walk import HEARD, QUIET, Act, Story

# By how much the engine's clock is ahead of the office's.
AHEAD = timedelta(minutes=2)


@dataclass(frozen=True)
class Race:
    """A story among accidents; `name` tells it from the others."""

    name: str
    story: Story
    is_told_twice: bool = False
    is_engine_ahead: bool = False
    # Another file, which nobody works on here, leads the mass complaint M1, and its opinion is approved.
    has_leading_file: bool = False
    # Jobs of this type lie until time passes.
    held: str = ""

    def __str__(self) -> str:
        return self.name


class RacingOffice(CoreOffice):
    """An office to which the accidents of a race happen."""

    def __init__(self, office: FullOffice, race: Race) -> None:
        super().__init__(office)
        self._race = race
        self.held: Collection[str] = {race.held} - {""}
        if race.is_told_twice:
            _say_twice(self.engine)
        if race.has_leading_file:
            _lead_a_group(office)

    def set_moment(self, moment: datetime) -> None:
        self.held = ()
        if self._race.is_engine_ahead and moment - AHEAD > self.now:
            self.office.clock.moment = moment - AHEAD
            self.engine.now_ms = int(moment.timestamp() * 1000)
            # Once: the difference is made up before the window is looked at again.
            self.engine.fire_due()
            self._do_jobs()
        super().set_moment(moment)

    def _do_jobs(self) -> bool:
        held = {name: route for name, route in self._routes.items() if name in self.held}
        for name in held:
            del self._routes[name]
        try:
            return super()._do_jobs()
        finally:
            self._routes.update(held)


def _say_twice(engine: CoreEngine) -> None:
    """Whatever is published comes once more under another id, as from a sender that was killed behind its sending."""
    publish = engine.publish_message

    def publish_twice(message: OutgoingMessage) -> None:
        publish(message)
        publish(replace(message, message_id=f"{message.message_id}:again"))

    engine.publish_message = publish_twice  # type: ignore[method-assign]  # a sender of this one test


def _lead_a_group(office: FullOffice) -> None:
    """A file without a run of its own: the engine holds nothing of it, and no limit of it is watched."""
    case = office.file().complaint_id
    with office.unit_of_work() as unit:
        for table in (OutboxRow, Clock):
            unit.session.execute(delete(table))
        complaint = unit.session.get_one(Complaint, case)
        complaint.stage, complaint.next_due_at, complaint.clock_state = Stage.FEEDBACK, None, None
        for matter in list_matters(case, unit):
            matter.decision, matter.disposals = MatterDecision.ACCEPT, ["correct_error"]
            matter.finding, matter.reason = Finding.SUBSTANTIATED, "有依据"
        for kind, login in ((DecisionKind.OPINION, "xun.wenshi"), (DecisionKind.APPROVAL, "heng.gongyun")):
            record_decision(NewDecision(case, kind, complaint.round, {}), unit, SYSTEM).by = login
        unit.session.add(
            ComplaintGroup(
                leading_id=case, name="M1", closing_share=60, opened_by=CLERK, opened_at=unit.clock.now()
            )
        )


_LOST_AT_WITHDRAWAL = Story(
    "lost-at-withdrawal",
    {"verify-withdrawal": ({"is_confirmed": "yes"},)},
    acts=(
        Act("plan-investigation", "request-withdrawal", CLERK, {"reason": "来电要求撤回"}),
        Act(QUIET, "cancel-run", SUPERVISOR, {"reason": "流程图有误"}),
        Act(QUIET, "take-up-run", SUPERVISOR, {"reason": "流程图有误"}),
    ),
)
# The unit outside has signed and owes its result.
_LOST_WHILE_OUTSIDE = replace(
    BOTH_WAYS,
    name="lost-while-outside",
    hears_outside=("signed",),
    waits={},
    acts=tuple(replace(act, after=1) for act in _LOST_AT_WITHDRAWAL.acts[1:]),
)
_LATE_OBJECTION = replace(BOTH_WAYS, name="late-objection", waits={HEARD: 2, "plan-investigation": 6})
# The letter is quicker than the job that asks for it.
_ANSWERED_AT_ONCE = Story(
    "answered-at-once",
    acts=(replace(HANDED_IN.acts[0], answers={"unit": "X-CGZF", "role": "co", "needs_result": False}),),
    hears_outside=("signed",),
    waits={"plan-investigation": 2},
)
_SLOW_BESIDE = Story(
    "slow-beside",
    ORDERED.said,
    acts=(*(replace(act, after=0) for act in ASKED.acts[7:]), *ORDERED.acts),
    waits={
        **dict.fromkeys(
            ("explain-delay", "close-supervision", "report-rectification", "transfer-discipline"), 6
        ),
        **dict.fromkeys(("decide-recusal",), 8),
        "decide-review": 24,
        "draft-opinion": 12,
    },
    is_slow=True,
)
_PAUSED_WHEN_NEAR = Story(
    "paused-when-near",
    acts=(replace(ASKED.acts[0], after=1),),
    waits={"decide-acceptance": 4},
    is_slow=True,
)

_IN_A_GROUP = Story("in-a-group", acts=(Act("plan-investigation", "join-group", CLERK, {"group": "M1"}),))

RACES: Final = (
    Race("answered in a group", _IN_A_GROUP, has_leading_file=True),
    Race("slow beside the case", _SLOW_BESIDE),
    Race("paused when near", _PAUSED_WHEN_NEAR),
    Race("a case told twice", PLAIN, is_told_twice=True),
    Race("orders told twice", ORDERED, is_told_twice=True),
    Race("requests told twice", ASKED, is_told_twice=True),
    Race("windows asked for early", UNANSWERED, is_engine_ahead=True),
    Race("an extension asked for early", UNTOLD_EXTENSION, is_engine_ahead=True),
    Race("an objection asked for early", _LATE_OBJECTION, is_engine_ahead=True),
    Race("lost while outside", _LOST_WHILE_OUTSIDE),
    Race("lost at the withdrawal", _LOST_AT_WITHDRAWAL, held=JobType.CONCLUDE_WITHDRAWAL),
    Race("answered at once", _ANSWERED_AT_ONCE, held=JobType.PREPARE_REFERRAL),
)
