"""What-ifs as those who keep and approve rules read them: what was asked, how far it is, and what it came to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select

from models.ground.errors import NotFound
from models.ground.what_if_codes import WhatIfGroup, WhatIfKind, WhatIfState
from models.office.deployed_version import DeployedVersion, ResourceKind
from models.office.what_if import WhatIf
from services.actor import Actor, require_role
from services.clocks.decide_limit import DECIDERS
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork
from services.what_if.tally import COLUMNS, HITS, LEAST_PEOPLE, Tally, read_tally

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class GroupLine:
    """The numbers of one code of a group, by COLUMNS or HITS."""

    code: str
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """One what-if with its numbers so far; `by` group, the most newly late first, without a group that tells too few people.

    `deployed` is the version of the tables in use that says the same as a table that was tried; `hits`: where and whom that would
    suggest something else of, the most of them first, with the same left out.
    """

    row: WhatIf
    tally: Tally
    by: Mapping[WhatIfGroup, Sequence[GroupLine]]
    asked_by: str
    deployed: DeployedVersion | None = None
    hits: Mapping[WhatIfGroup, Sequence[GroupLine]] = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        """Whether its numbers are whole."""
        return self.row.state is WhatIfState.DONE


def list_what_ifs(unit_of_work: UnitOfWork, actor: Actor) -> list[Answer]:
    """The newest fifty; NotPermitted for who neither keeps the rules nor approves them."""
    require_role(actor, *DECIDERS)
    with unit_of_work.reading() as unit:
        rows = unit.session.scalars(
            select(WhatIf).order_by(WhatIf.asked_at.desc(), WhatIf.id).limit(MOST_SHOWN)
        ).all()
        names = map_people_names(unit)
        return [_answer(row, names) for row in rows]


def get_what_if(what_if_id: str, unit_of_work: UnitOfWork, actor: Actor) -> Answer:
    """One; NotFound for one that never was, refused as above."""
    require_role(actor, *DECIDERS)
    with unit_of_work.reading() as unit:
        row = unit.session.get(WhatIf, what_if_id)
        if row is None:
            raise NotFound
        answer = _answer(row, map_people_names(unit, logins=[row.asked_by]))
        return replace(answer, deployed=_find_deployed(row, unit))


def find_answers(targets: Collection[str], unit_of_work: UnitOfWork, actor: Actor) -> dict[str, Answer]:
    """By target the newest question about it, for the page where that would be published."""
    require_role(actor, *DECIDERS)
    return find_newest(targets, unit_of_work)


def find_newest(targets: Collection[str], unit_of_work: UnitOfWork) -> dict[str, Answer]:
    """The same for callers that have looked whether their reader may know of it."""
    with unit_of_work.reading() as unit:
        rows = unit.session.scalars(
            select(WhatIf).where(WhatIf.target.in_(targets)).order_by(WhatIf.asked_at, WhatIf.id)
        ).all()
        names = map_people_names(unit) if rows else {}
        return {row.target: _answer(row, names) for row in rows}


def _find_deployed(row: WhatIf, unit: Unit) -> DeployedVersion | None:
    if row.kind is not WhatIfKind.RULES:
        return None
    same = select(DeployedVersion).where(
        DeployedVersion.kind == ResourceKind.DECISION, DeployedVersion.digest == row.candidate["digest"]
    )
    return unit.session.scalars(
        same.order_by(DeployedVersion.seen_at.desc(), DeployedVersion.version.desc()).limit(1)
    ).first()


def _answer(row: WhatIf, names: Mapping[str, str]) -> Answer:
    tally = read_tally(row.figures)
    by = {group: _lines(tally.by.get(group.value, {})) for group in WhatIfGroup}
    if any(0 < line.numbers["cases"] < LEAST_PEOPLE for line in by[WhatIfGroup.PEOPLE]):
        by[WhatIfGroup.PEOPLE] = []
    hits = {
        WhatIfGroup(group): _hit_lines(found)
        for group, found in tally.hits.items()
        # A release before counted no groups: what it had begun has them of a part alone.
        if sum(asked for asked, _ in found.values()) == tally.asked
    }
    if any(line.numbers["asked"] < LEAST_PEOPLE for line in hits.get(WhatIfGroup.PEOPLE, [])):
        hits[WhatIfGroup.PEOPLE] = []
    return Answer(row, tally, by, names.get(row.asked_by, ""), hits=hits)


def _lines(by_code: Mapping[str, Sequence[int]]) -> list[GroupLine]:
    lines = [GroupLine(code, dict(zip(COLUMNS, numbers, strict=True))) for code, numbers in by_code.items()]
    return sorted(lines, key=lambda line: (-line.numbers["newly_late"], -line.numbers["limits"], line.code))


def _hit_lines(by_code: Mapping[str, Sequence[int]]) -> list[GroupLine]:
    lines = [GroupLine(code, dict(zip(HITS, numbers, strict=True))) for code, numbers in by_code.items()]
    return sorted(lines, key=lambda line: (-line.numbers["changed"], -line.numbers["asked"], line.code))
