"""A year of complaints of sixty units, planted so that it is known which problems are common and which only look so."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import insert

from models.case.complaint_group import ComplaintGroup, GroupMember
from models.case.file_restriction import FileRestriction
from models.case.matter import Matter
from models.case.matter_cause import MatterCause
from models.case.respondent import Respondent
from models.clock.legal_time import at_time, beijing_date
from models.ground.codes import TRUE_AT_LEAST_IN_PART, Category, Finding, RespondentMatch
from models.ground.ids import new_id
from services.recurrence.occurrences import RecursBy
from services.unit_of_work import Unit
from tests.full_office import FullOffice
from tests.web_staff.test_pages_of_lists import add_cases

CLERK = "wen.rusheng"
UNITS = tuple(f"U{no:02}" for no in range(1, 61))
CAUSES = tuple(f"people-{no}" for no in range(1, 25))
# The last 90 days, the 90 before and the rest of the year, each with its first and its last day.
DAYS = (0, 45, 90, 91, 135, 180, 181, 270, 364)
YEAR = 364
_TRUE = (Finding.SUBSTANTIATED, Finding.PARTLY_SUBSTANTIATED)
_NOT = (Finding.NOT_SUBSTANTIATED, Finding.UNVERIFIABLE, None)
_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Told:
    """One complaint: so many days ago, about these units, as it was told and as it was found.

    `whole` is the type of the complaint where its matter has none of its own. `standing` says of its respondents whether somebody
    confirmed them. `led_by` is the place in the plan of the file that leads its mass complaint.
    """

    day: int
    units: tuple[str, ...]
    told: Category | None
    found: Category | None
    finding: Finding | None
    cause: str = ""
    item: str = ""
    whole: Category | None = None
    standing: str = "confirmed"
    led_by: int | None = None
    is_kept_away: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """What one unit has of a code: in the year, lately, in the time before that, and the items."""

    true: int
    lately: int
    before: int
    items: int


def plan_year(number: int) -> list[Told]:
    """So many complaints of the year and some before it; the same for the same number."""
    dice = Random(93)  # noqa: S311 - a repeatable test
    told = [*_common(times_of(number)), *_not_common(number)]
    for unit in UNITS:
        leads = len(told)
        mass = Told(20, (unit,), Category.RIGHTS_HARMED, Category.RIGHTS_HARMED, _TRUE[0])
        told.append(mass)
        told += [_led(mass, leads)] * max(1, number // 4_000)
    causes = CAUSES[: max(2, number // 4_000)]
    told += [_noise(dice, causes) for _ in range(number - sum(one.day <= YEAR for one in told))]
    return told


def times_of(number: int) -> int:
    """How often what is most common happened on each of DAYS at each of its units, in a plan of so many."""
    return max(1, number // 3_000)


def _led(mass: Told, leads: int) -> Told:
    return Told(mass.day, mass.units, mass.told, mass.found, mass.finding, led_by=leads)


def _common(times: int) -> Iterator[Told]:
    """What several units have again and again; each kind of it on record in another way."""
    kind = Category.REPEATED_MATERIALS
    for unit in UNITS[:40]:
        for no, day in enumerate(DAYS * times):
            item = f"{unit}-{no % 4}" if no % 4 else ""
            yield Told(day, (unit,), kind, kind, _TRUE[no % 2], item=item)
    # The least that is common: twice at each of three.
    for unit in UNITS[:3]:
        for day in (90, 91):
            yield Told(day, (unit,), None, Category.INCONSISTENT_POLICY, _TRUE[1], item=unit)
    # Told as something else, and about two units at once.
    for at in (UNITS[10:12], UNITS[12:14], UNITS[14:16]):
        for day in DAYS:
            yield Told(day, at, Category.BAD_ATTITUDE, Category.BUCK_PASSING, _TRUE[0])
    # A type of the whole complaint.
    for unit in UNITS[20:24]:
        for day in (0, 181, 270):
            yield Told(day, (unit,), None, None, _TRUE[0], whole=Category.POOR_COORDINATION)


def _not_common(number: int) -> Iterator[Told]:
    """What one or two units have in thousands, all have once, was before the year, or of which the unit is a guess."""
    for no in range(number * 15 // 100):
        yield Told(no % 365, UNITS[:1], Category.LOW_EFFICIENCY, Category.LOW_EFFICIENCY, _TRUE[0])
    for no in range(number * 14 // 100):
        yield Told(no % 365, (UNITS[no % 2],), None, Category.BROKEN_PROMISE, _TRUE[1])
    for unit in UNITS[2:]:
        yield Told(364, (unit,), None, Category.BROKEN_PROMISE, _TRUE[1])
    kind = Category.INFO_NOT_DISCLOSED
    for unit in UNITS:
        yield Told(364, (unit,), kind, kind, _TRUE[0])
        for day in (365, 365, 366, 400):
            yield Told(day, (unit,), kind, kind, _TRUE[0])
    kind = Category.INACTION_OR_ABUSE
    for no, unit in enumerate(UNITS * 3):
        yield Told(no % 90, (unit,), kind, kind, _TRUE[0], standing=("guessed", "corrected")[no % 2])
    kind = Category.IRREGULAR_OPERATION
    for no, unit in enumerate(UNITS[:6] * 3):
        yield Told(no, (unit,), kind, kind, _TRUE[0], is_kept_away=True)


def _noise(dice: Random, causes: Sequence[str]) -> Told:
    """Any type is told of any unit. Where it was found true the findings see no type, but a cause as a rule."""
    finding = dice.choice(_TRUE) if dice.random() < 0.4 else dice.choice(_NOT)
    cause = dice.choice(causes) if dice.random() < 0.3 else ""
    unit = dice.choice(UNITS)
    item = f"{unit}-{dice.randrange(6)}" if dice.random() < 0.8 else ""
    return Told(dice.randrange(365), (unit,), dice.choice(tuple(Category)), None, finding, cause, item)


def plant_year(office: FullOffice, plan: Sequence[Told]) -> None:
    """All of it as rows, straight into the tables, with statistics as the server gathers them beside the work."""
    today, now = beijing_date(office.clock.now()), office.clock.now()

    def received(no: int) -> Mapping[str, object]:
        # The first moment of the Beijing day, the last minute, or one between.
        told = plan[no - 2]
        at = at_time(today - timedelta(days=told.day), ("00:00", "23:59", "09:30")[no % 3 if told.day else 0])
        return {"received_at": at, "category": told.whole or told.told}

    cases = add_cases(office, len(plan) + 1, received)[1:]
    rows: dict[type, list[dict[str, Any]]] = defaultdict(list)
    for no, (case, told) in enumerate(zip(cases, plan, strict=True)):
        of = {"complaint_id": case}
        rows[Matter].append(
            {
                **of, "id": new_id(), "no": 1, "text": "窗口让人反复补交材料", "category": told.told,
                "category_found": told.found, "finding": told.finding,
            }
        )  # fmt: skip
        rows[Respondent] += [
            {
                **of, "id": new_id(), "no": place, "unit": unit, "item": told.item or None,
                "match": RespondentMatch.EXACT, "matter_no": (None, 1)[no % 2],
                "confirmed_at": None if told.standing == "guessed" else now,
                "superseded_at": now if told.standing == "corrected" else None,
            }
            for place, unit in enumerate(told.units, 1)
        ]  # fmt: skip
        if told.cause:
            rows[MatterCause] += _causes(of, told, now)
        if told.led_by is not None:
            rows[GroupMember].append(
                {**of, "id": new_id(), "leading_id": cases[told.led_by], "joined_by": CLERK, "joined_at": now}
            )
        if told.is_kept_away:
            rows[FileRestriction].append({**of, "id": new_id(), "kind": "person", "by": CLERK, "at": now})
    leading = sorted({row["leading_id"] for row in rows[GroupMember]})
    opened = {"closing_share": 60, "opened_by": CLERK, "opened_at": now}
    rows[ComplaintGroup] = [{"leading_id": case, "name": f"集体{case}"[:40], **opened} for case in leading]
    with office.unit_of_work() as unit:
        for table in (Matter, Respondent, MatterCause, ComplaintGroup, GroupMember, FileRestriction):
            _enter(table, rows[table], unit)


def _causes(of: Mapping[str, object], told: Told, now: object) -> list[dict[str, Any]]:
    """The main cause that holds; once in a while another one that was said before, or one that is not the main one."""
    said = {**of, "matter_no": 1, "turn": 2, "by": CLERK, "said_at": now, "ended_at": None}
    rows = [{**said, "id": new_id(), "code": told.cause, "is_main": True}]
    if told.day % 10 == 0:
        rows.append({**rows[0], "id": new_id(), "turn": 1, "code": "process-1", "ended_at": now})
    if told.day % 10 == 1:
        rows.append({**rows[0], "id": new_id(), "code": "process-2", "is_main": False})
    return rows


def _enter(table: type, rows: Sequence[dict[str, Any]], unit: Unit) -> None:
    for start in range(0, len(rows), _AT_ONCE):
        unit.session.execute(insert(table.__table__), rows[start : start + _AT_ONCE])


def count_plainly(plan: Sequence[Told], by: RecursBy) -> dict[str, dict[str, Share]]:
    """By code and unit what a clerk would count who goes through the plan once."""
    numbers: Counter[tuple[str, str, str]] = Counter()
    items: dict[tuple[str, str], set[str]] = defaultdict(set)
    found: dict[str, dict[str, Share]] = defaultdict(dict)
    for told in plan:
        code = told.cause if by is RecursBy.CAUSE else told.found or told.whole
        is_counted = told.led_by is None and not told.is_kept_away and told.standing == "confirmed"
        if not (code and is_counted and told.finding in TRUE_AT_LEAST_IN_PART and told.day <= YEAR):
            continue
        when = "lately" if told.day <= 90 else "before" if told.day <= 180 else "earlier"
        for unit in told.units:
            numbers[code, unit, when] += 1
            items[code, unit] |= {told.item} - {""}
    for (code, unit), named in items.items():
        lately, before, earlier = (numbers[code, unit, when] for when in ("lately", "before", "earlier"))
        found[code][unit] = Share(lately + before + earlier, lately, before, len(named))
    return found
