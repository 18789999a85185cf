"""销毁清册 as those who appraise and the head of the organ find them: each file of a list with what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from models.case.appraisal import Appraisal, AppraisalLine
from models.case.complaint import Complaint
from models.case.destruction import DestructionLine, DestructionList
from models.ground.errors import NotFound
from models.ground.keeping_codes import DestructionState
from models.office.alert import Alert, AlertKind
from services.access.kept_away import must_keep_away
from services.actor import Actor, staff_id_of
from services.keeping.appraising_rights import is_head, may_appraise
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork

# Lists are opened by hand, some in a year: the newest are shown.
NEWEST = 50
SHOWN = 50
_GONE = (DestructionState.EMPTYING, DestructionState.EMPTIED)


@dataclass(frozen=True, slots=True)
class DestructionsPage:
    """Lists, the newest first; `names` are people by login; `emptied` are ids of those by which a file was emptied.

    `returned`: numbers of destroyed files that a restored backup brought back, as far as this person may know of them, the
    first ones; `returned_more` how many others.
    """

    lists: tuple[DestructionList, ...]
    names: Mapping[str, str]
    may_open: bool
    emptied: frozenset[str]
    returned: tuple[str, ...] = ()
    returned_more: int = 0


@dataclass(frozen=True, slots=True)
class ListedFile:
    """One file: where it stands in the list, its public number, the appraisal and the reasons of the two who judged."""

    line: DestructionLine
    complaint: Complaint
    appraisal: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DestructionPage:
    """One list with all of its files, some hundreds at most; `done` of them are emptied or held.

    `is_any_emptied`: not every one of them was held.
    """

    listed: DestructionList
    files: tuple[ListedFile, ...]
    done: int
    is_any_emptied: bool
    names: Mapping[str, str]
    may_witness: bool
    may_withdraw: bool


def list_destructions(unit_of_work: UnitOfWork, actor: Actor) -> DestructionsPage:
    """The page."""
    with unit_of_work.reading() as unit:
        rows = unit.session.scalars(
            select(DestructionList)
            .order_by(DestructionList.opened_at.desc(), DestructionList.id)
            .limit(NEWEST)
        ).all()
        names = map_people_names(unit, logins={row.opened_by for row in rows})
        numbers, emptied = _list_returned(staff_id_of(actor), unit), _list_emptied(rows, unit)
        unit.session.expunge_all()
        shown = numbers[:SHOWN]
        return DestructionsPage(
            tuple(rows), names, may_appraise(actor), emptied, tuple(shown), len(numbers) - len(shown)
        )


def _list_emptied(rows: Sequence[DestructionList], unit: Unit) -> frozenset[str]:
    query = select(DestructionLine.list_id).where(
        DestructionLine.list_id.in_([row.id for row in rows]), DestructionLine.state.in_(_GONE)
    )
    return frozenset(unit.session.scalars(query.distinct()))


def _list_returned(login: str, unit: Unit) -> Sequence[str]:
    """What the workers found and have told as an alert."""
    query = (
        select(Complaint.number)
        .join(Alert, Alert.complaint_id == Complaint.id)
        .where(Alert.kind == AlertKind.RETURNED_FILE, Alert.cleared_at.is_(None))
        .where(~must_keep_away(login, unit))
    )
    return unit.session.scalars(query.order_by(Complaint.number)).all()


def read_destruction(list_id: str, unit_of_work: UnitOfWork, actor: Actor) -> DestructionPage:
    """One list; NotFound."""
    with unit_of_work.reading() as unit:
        page = tell_destruction(list_id, unit, actor)
        unit.session.expunge_all()
        return page


def tell_destruction(list_id: str, unit: Unit, actor: Actor) -> DestructionPage:
    """The same in a unit that is open."""
    listed = unit.session.get(DestructionList, list_id)
    if listed is None:
        raise NotFound
    files = _list_files(list_id, unit)
    waits = select(func.count()).where(
        DestructionLine.list_id == list_id, DestructionLine.state == DestructionState.WAITING
    )
    waiting = unit.session.scalar(waits) or 0
    people = {listed.opened_by, listed.first_witness, listed.second_witness, listed.withdrawn_by}
    is_open = listed.second_witness is None and listed.withdrawn_at is None and may_appraise(actor)
    has_confirmed = staff_id_of(actor) in {listed.opened_by, listed.first_witness}
    return DestructionPage(
        listed=listed,
        files=files,
        done=len(files) - waiting,
        is_any_emptied=any(one.line.state in _GONE for one in files),
        names=map_people_names(unit, logins={login for login in people if login}),
        may_witness=is_open and not has_confirmed and not is_head(actor),
        may_withdraw=is_open,
    )


def _list_files(list_id: str, unit: Unit) -> tuple[ListedFile, ...]:
    query = (
        select(DestructionLine, Complaint, Appraisal.number, AppraisalLine)
        .join(Complaint, Complaint.id == DestructionLine.complaint_id)
        .join(Appraisal, Appraisal.id == DestructionLine.appraisal_id)
        .outerjoin(
            AppraisalLine,
            (AppraisalLine.appraisal_id == DestructionLine.appraisal_id)
            & (AppraisalLine.complaint_id == DestructionLine.complaint_id),
        )
        .where(DestructionLine.list_id == list_id)
        .order_by(DestructionLine.position)
    )
    return tuple(
        ListedFile(line, complaint, number, _list_reasons(judged))
        for line, complaint, number, judged in unit.session.execute(query)
    )


def _list_reasons(judged: AppraisalLine | None) -> tuple[str, ...]:
    """What both said, once where they said the same."""
    said = (judged.first_words, judged.second_words) if judged is not None else ()
    return tuple(dict.fromkeys(words for words in said if words))
