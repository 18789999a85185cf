"""Why a matter that was found true could happen: said with the finding or afterwards, and said anew as often as need be."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, cast, exists, select

from models.case.complaint_group import GroupMember
from models.case.matter import Matter
from models.case.matter_cause import MatterCause
from models.ground.codes import TRUE_AT_LEAST_IN_PART
from models.ground.ids import new_id
from services.actor import Actor
from services.casefile.get_case import list_matters
from services.unit_of_work import Unit

MAIN, FURTHER, NOTE = "main_cause", "further_causes", "cause_note"


@dataclass(frozen=True, slots=True)
class Coding:
    """Codes of the tree: the main cause, what contributed to it, and why, if told."""

    main: str
    further: tuple[str, ...] = ()
    note: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """All of them, the main one first, each once."""
        return tuple(dict.fromkeys((self.main, *self.further)))


@dataclass(frozen=True, slots=True)
class Said:
    """One saying of one matter, its `turn` counted from 1; `ended_at` is None for the one that holds."""

    matter_no: int
    coding: Coding
    first: MatterCause


def list_caused(complaint_id: str, unit: Unit) -> list[Matter]:
    """The matters that were found true, at least in part: those that have causes."""
    return [matter for matter in list_matters(complaint_id, unit) if matter.finding in TRUE_AT_LEAST_IN_PART]


def list_said(complaint_id: str, unit: Unit) -> list[Said]:
    """Everything that was said of the causes of a case: by matter, the last saying first; one statement."""
    rows = unit.session.scalars(
        select(MatterCause)
        .where(MatterCause.complaint_id == complaint_id)
        .order_by(
            MatterCause.matter_no, MatterCause.turn.desc(), MatterCause.is_main.desc(), MatterCause.code
        )
    )
    said: dict[tuple[int, int], list[MatterCause]] = {}
    for row in rows:
        said.setdefault((row.matter_no, row.turn), []).append(row)
    return [
        Said(no, Coding(told[0].code, tuple(row.code for row in told[1:]), told[0].note or ""), told[0])
        for (no, _), told in said.items()
    ]


def map_codings(complaint_id: str, unit: Unit) -> dict[int, Coding]:
    """What holds, by number of the matter."""
    return {
        said.matter_no: said.coding for said in list_said(complaint_id, unit) if said.first.ended_at is None
    }


def code_matter(matter: Matter, coding: Coding, unit: Unit, actor: Actor) -> None:
    """Have this hold of the matter, in the caller's unit; what held before ends. Nothing happens where it is the same."""
    rows = list(
        unit.session.scalars(
            select(MatterCause).where(
                MatterCause.complaint_id == matter.complaint_id, MatterCause.matter_no == matter.no
            )
        )
    )
    standing = [row for row in rows if row.ended_at is None]
    if standing and _is_same(coding, standing):
        return
    now = unit.clock.now()
    for row in standing:
        row.ended_at, row.ended_by = now, actor.name
    # The index knows one main cause of a matter that holds.
    unit.session.flush()
    turn = max((row.turn for row in rows), default=0) + 1
    for code in coding.codes:
        unit.session.add(
            MatterCause(
                id=new_id(),
                complaint_id=matter.complaint_id,
                matter_no=matter.no,
                turn=turn,
                code=code,
                is_main=code == coding.main,
                note=coding.note or None if code == coding.main else None,
                by=actor.name,
                said_at=now,
            )
        )
    unit.session.flush()
    payload: dict[str, object] = {"matter_no": matter.no, "main": coding.main, "turn": turn}
    payload |= {"further": list(coding.codes[1:]), "note": coding.note}
    unit.trail.add(matter.complaint_id, "causes.coded", payload, actor)


def _is_same(coding: Coding, standing: list[MatterCause]) -> bool:
    main = next((row for row in standing if row.is_main), None)
    return (
        main is not None
        and (main.code, main.note or "") == (coding.main, coding.note)
        and {row.code for row in standing} == set(coding.codes)
    )


def is_told_in_leading(complaint_id: str, unit: Unit) -> bool:
    """Whether the opinion of the case is all that of the leading file of its group: the causes are told there, once."""
    of_case = GroupMember.complaint_id == complaint_id
    return bool(unit.session.scalar(select(exists().where(of_case, *carried_whole()))))


def carried_whole() -> tuple[ColumnElement[bool], ...]:
    """The conditions on a member of a group that took over all of the opinion of the leading file, and has nothing of its own."""
    return *led_whole(), GroupMember.carried_at.is_not(None)


def led_whole() -> tuple[ColumnElement[bool], ...]:
    """The conditions on a member of a group that has nothing of its own, whether the opinion is given yet or not."""
    has_own = cast(GroupMember.own_matters, String) != "[]"
    return GroupMember.left_at.is_(None), ~has_own
