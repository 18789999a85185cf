"""Like cases that people decided before, from an index in the memory of this process.

It is made of words without what names a complainant, of decided cases only, when the first of them is asked for after a
start; from then on it takes in what was decided since. Nothing of it is written anywhere.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, not_, select

from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.lifecycle import DecisionKind
from models.case.matter import Matter
from models.case.ngram_index import NgramIndex
from models.ground.codes import Category, Complexity, Disposal
from services.access.kept_away import must_keep_away
from services.access.readable_cases import may_be_read
from services.actor import Actor, staff_id_of
from services.suggestions.case_words import compared_words
from services.unit_of_work import Unit

MOST = 5
# About 20 MB and a second of work after a start; older cases were decided under older rules anyhow.
CAPACITY = 2_000
# Of the likest so many are looked at until five of them may be read.
MOST_LOOKED_AT = 50
# Below this two complaints share no more than the language of the office.
LEAST_LIKENESS = 0.05
# A decision is dated before it is committed: what was dated so long before the last look is looked at again.
OVERLAP = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class EarlierCase:
    """A decided case, how like its words are (0-1), and what people made of it; disposals once it is closed."""

    complaint_id: str
    number: str
    likeness: float
    category: Category | None
    unit: str | None
    complexity: Complexity | None
    disposals: tuple[Disposal, ...]


@dataclass(slots=True)
class _DecidedCases:
    """The index of one office in this process."""

    index: NgramIndex[str] = field(default_factory=lambda: NgramIndex(CAPACITY))
    taken_in: dict[str, datetime] = field(default_factory=dict)
    looked_until: datetime | None = None
    lock: Lock = field(default_factory=Lock)


_offices: WeakKeyDictionary[Engine, _DecidedCases] = WeakKeyDictionary()
_offices_lock = Lock()


def list_earlier_cases(complaint: Complaint, unit: Unit, actor: Actor) -> list[EarlierCase]:
    """At most five, the likest first, of those that the actor may read."""
    with _offices_lock:
        decided = _offices.setdefault(unit.session.get_bind().engine, _DecidedCases())
    with decided.lock:
        _take_in(decided, unit)
        likeness = dict(decided.index.search(compared_words(complaint, unit)))
    likeness.pop(complaint.id, None)
    likest = [key for key, share in likeness.items() if share >= LEAST_LIKENESS][:MOST_LOOKED_AT]
    readable = _read(likest, unit, actor)
    return [
        EarlierCase(
            complaint_id=case.id,
            number=case.number,
            likeness=likeness[case.id],
            category=case.category,
            unit=case.handling_unit,
            complexity=case.complexity,
            disposals=tuple(kind for kind in Disposal if kind in disposals),
        )
        for case, disposals in [readable[key] for key in likest if key in readable][:MOST]
    ]


def _take_in(decided: _DecidedCases, unit: Unit) -> None:
    query = select(Decision.complaint_id, Decision.at).where(Decision.kind == DecisionKind.ACCEPTANCE)
    if decided.looked_until is not None:
        query = query.where(Decision.at >= decided.looked_until - OVERLAP)
    newest = unit.session.execute(query.order_by(Decision.at.desc()).limit(CAPACITY)).all()
    for complaint_id, at in reversed(newest):
        if decided.taken_in.get(complaint_id) == at:
            continue
        decided.index.enter(complaint_id, compared_words(unit.session.get_one(Complaint, complaint_id), unit))
        decided.taken_in.pop(complaint_id, None)
        decided.taken_in[complaint_id] = decided.looked_until = at
    for complaint_id in list(decided.taken_in)[:-CAPACITY]:
        del decided.taken_in[complaint_id]


def _read(
    likest: Collection[str], unit: Unit, actor: Actor
) -> dict[str, tuple[Complaint, frozenset[Disposal]]]:
    """Those of the cases that the actor may read by their id, each with its disposals once it is closed."""
    if not likest:
        return {}
    is_readable = may_be_read(unit, actor) & not_(must_keep_away(staff_id_of(actor), unit))
    rows = unit.session.execute(
        select(Complaint, Matter.disposals)
        .outerjoin(Matter, Matter.complaint_id == Complaint.id)
        .where(Complaint.id.in_(likest), is_readable)
    )
    found: dict[str, tuple[Complaint, frozenset[Disposal]]] = {}
    for case, disposals in rows:
        _, known = found.get(case.id, (case, frozenset()))
        made = map(Disposal, disposals or ()) if case.closed_at is not None else ()
        found[case.id] = case, known.union(made)
    return found
