"""Rows of an office of forty people, most of whom keep their records as people do, and some of whom forge them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from models.case.complaint import Complaint
from models.clock.legal_time import parse_moment
from models.ground.signal_codes import SignalCode
from models.office.staff import Staff
from services.actor import SYSTEM
from services.unit_of_work import Unit
from tests.full_office import FullOffice
from tests.unit.services.signalled_cases import (
    VISITOR,
    close,
    contact,
    evidence,
    findings,
    new_case,
    rated,
    sending,
)

PEOPLE, CASES, AT_ONCE = 40, 1_000, 250
# The first case; the others come on the fifty days from then on.
BEGIN = parse_moment("2026-09-01T09:00")
# Of his records, how often somebody who forges nothing leaves what the rule asks for.
USUAL: Mapping[SignalCode, float] = {
    SignalCode.BACK_DATED: 0.03,
    SignalCode.TOLD_WITHOUT_ATTEMPT: 0.05,
    SignalCode.CLOSED_WITHOUT_EVIDENCE: 0.04,
    SignalCode.SATISFACTION_ENTERED: 0.01,
    SignalCode.COPIED_FINDINGS: 0.02,
}
# Three makes of forger, each with what he does of all that he puts on record.
MAKES: Mapping[str, Mapping[SignalCode, float]] = {
    "staff.07": {SignalCode.BACK_DATED: 0.4},
    "staff.17": {SignalCode.COPIED_FINDINGS: 0.4, SignalCode.CLOSED_WITHOUT_EVIDENCE: 0.3},
    "staff.27": {SignalCode.TOLD_WITHOUT_ATTEMPT: 0.35, SignalCode.SATISFACTION_ENTERED: 0.25},
}
_SUBJECTS = (
    "窗口",
    "叫号机",
    "值班表",
    "监控录像",
    "办事指南",
    "收件回执",
    "公示栏",
    "预约系统",
    "办件登记",
    "投诉人",
)
_ACTS = ("经调取后核对", "与当班人员核实", "经现场查看", "比照清单", "询问两名同事后", "查阅当月台账")
_ENDS = ("未见异常", "确有出入", "记录完整", "时间相符", "缺少一页", "与所述一致", "已当场更正")


@dataclass(frozen=True, slots=True)
class Habit:
    """How one person keeps records: how often what each rule asks for happens to him."""

    person: str
    rates: Mapping[SignalCode, float]
    dice: random.Random

    def does(self, code: SignalCode) -> bool:
        """Whether it happens this time."""
        return self.dice.random() < self.rates[code]


def fill_office(office: FullOffice, dice: random.Random) -> None:
    """Cases of all of them; how much each has to do and how he keeps records differ by half."""
    people = [f"staff.{no:02}" for no in range(PEOPLE)]
    weights = [1.0 if person in MAKES else dice.uniform(0.5, 1.5) for person in people]
    habits = {person: _habit_of(person, dice) for person in people}
    with office.unit_of_work() as unit:
        unit.session.add_all(
            Staff(login=person, name=f"工{no}号", unit="RS", roles=["handler"])
            for no, person in enumerate(people)
        )
    written: list[str] = []
    for start in range(0, CASES, AT_ONCE):
        with office.unit_of_work() as unit:
            rows = [
                new_case(f"YH-2026-{no:06}", person, BEGIN + timedelta(days=no % 50))
                for no, person in enumerate(dice.choices(people, weights, k=AT_ONCE), start)
            ]
            unit.session.add_all(rows)
            unit.session.flush()
            for row in rows:
                _keep_records(row, habits[row.handler_id or ""], written, unit)


def _habit_of(person: str, dice: random.Random) -> Habit:
    forged = MAKES.get(person, {})
    rates = {code: max(rate * dice.uniform(0.6, 1.4), forged.get(code, 0.0)) for code, rate in USUAL.items()}
    return Habit(person, rates, dice)


def _keep_records(row: Complaint, habit: Habit, written: list[str], unit: Unit) -> None:
    """What he leaves of it until it is closed and its complainant was asked."""
    case, by = row.id, habit.person

    def moment(days: int, hours: int = 0) -> str:
        return (row.received_at + timedelta(days=days, hours=hours)).isoformat()

    told = moment(0) if habit.does(SignalCode.BACK_DATED) else moment(9)
    contact(unit, case, moment(9, 5), told, by=by)
    findings(unit, case, moment(12), _facts_of(habit, written), by=by)
    if not habit.does(SignalCode.CLOSED_WITHOUT_EVIDENCE):
        evidence(unit, case, moment(11), judged=True)
    sending(unit, case, moment(20), "phone", by=by)
    if not habit.does(SignalCode.TOLD_WITHOUT_ATTEMPT):
        contact(unit, case, moment(20, 2), moment(20, 1), by=by)
    close(unit, case, moment(21))
    rated(unit, case, moment(23), by if habit.does(SignalCode.SATISFACTION_ENTERED) else VISITOR)
    unit.trail.add(case, "task.submitted", {}, SYSTEM)


def _facts_of(habit: Habit, written: list[str]) -> str:
    """Of his own words, or those of an earlier case with another day."""
    dice = habit.dice
    if written and habit.does(SignalCode.COPIED_FINDINGS):
        return f"{dice.choice(written)}（{dice.randrange(1, 31)}日）"
    text = "，".join(_say(dice) for _ in range(8)) + "。"
    written.append(text)
    return text


def _say(dice: random.Random) -> str:
    parts: Sequence[str] = (dice.choice(_ACTS), dice.choice(_SUBJECTS), dice.choice(_ENDS))
    return f"{parts[0]}{dice.randrange(1, 31)}日{dice.randrange(1, 60)}号{parts[1]}{parts[2]}"
