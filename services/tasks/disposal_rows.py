"""The fields of each kind of disposal in the row of a matter: what a form shows of them, checks and keeps (R50-R54).

Where a form asks for them a kind that is chosen says what it is; one of the time before has none: the kind is kept alone.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from models.case.disposal import MatterDisposal
from models.case.matter import Matter
from models.clock.legal_time import beijing_date
from models.ground.codes import Disposal
from models.ground.errors import InvalidInput
from models.ground.matter_codes import ImprovementArea
from models.office.unit import OrganisationUnit
from services.beside.rectification.order_rectification import find_owing_unit
from services.beside.sheets.facts_sheet import WORDING, level_of
from services.beside.sheets.singling_out import find_signs
from services.beside.sheets.word_rows import SINGLES_OUT
from services.casefile.matter_disposals import add_disposal, list_disposals, replace_disposals
from services.forms.task_case import Answers, TaskCase, text_of, texts_of

# By kind of disposal: the key in the row and the column that keeps it.
FIELDS: Mapping[Disposal, Mapping[str, str]] = {
    Disposal.CORRECT_ERROR: {
        "correction_act": "what",
        "correction_who": "responsible",
        "correction_on": "done_on",
        "correction_proof": "proof",
        "correction_apology": "is_apologised",
        "correction_refund": "refund",
    },
    Disposal.ORDER_RECTIFICATION: {"order_requirement": "what", "order_unit": "unit_code"},
    Disposal.PROPOSE_DISCIPLINE: {
        "discipline_person": "responsible",
        "discipline_facts": "what",
        "discipline_organ": "unit_code",
    },
    Disposal.IMPROVE_SERVICE: {
        "improvement_area": "area",
        "improvement_text": "what",
        "improvement_owner": "responsible",
        "improvement_on": "due_on",
    },
    Disposal.NO_ACTION: {},
}
ANSWERS = frozenset(f"matters[].{key}" for keys in FIELDS.values() for key in keys)
# What must be said of a kind that is chosen; day and proof of a correction may come later.
REQUIRED = ANSWERS - {f"matters[].correction_{later}" for later in ("on", "proof", "apology", "refund")}
_DATES = frozenset({"done_on", "due_on"})
# What leaves the office with an order.
_LEAVES = ("order_requirement", "improvement_text")
_NEEDS_NAME = frozenset({"order_unit", "discipline_organ"})


def show_disposals(case: TaskCase, matter: Matter) -> Answers:
    """What an earlier draft of this round said of them."""
    complaint = case.complaint
    kept = list_disposals(complaint.id, case.unit, round_no=complaint.round)
    return {
        key: _plain(value)
        for row in kept
        if row.matter_no == matter.no
        for key, column in FIELDS[row.kind].items()
        if (value := getattr(row, column)) not in (None, False)
    }


def begin_disposals(case: TaskCase, matter: Matter) -> Answers:
    """The same, begun where nothing is said yet: an order is for the unit that the matter is about."""
    owing = find_owing_unit(case.complaint, case.unit, matter_no=matter.no)
    begun: Answers = {} if owing is None else {"order_unit": owing}
    return begun | show_disposals(case, matter)


def are_fields_changed(case: TaskCase, matter: Matter, row: Answers) -> bool:
    """Whether the row says otherwise of a disposal than stands; what it does not say stays."""
    shown = show_disposals(case, matter)
    return any(row.get(key) not in (None, "", False, shown.get(key)) for key in _list_chosen(row))


def change_disposals(case: TaskCase, matter: Matter, row: Answers) -> Answers:
    """Let stand what is chosen still, with what the row says of it now; take away and add the rest. What stood, to be kept."""
    shown, session = show_disposals(case, matter), case.unit.session
    complaint, chosen = case.complaint, [Disposal(kind) for kind in texts_of(row, "disposals")]
    kept = _map_standing(case, matter)
    for kind in kept.keys() - set(chosen):
        session.delete(kept[kind])
    for kind in chosen:
        if kind not in kept:
            add_disposal(matter, complaint.round, _prove(_row(kind, row), case), case.unit)
            continue
        for key, column in FIELDS[kind].items():
            if row.get(key) not in (None, "", False, shown.get(key)):
                setattr(kept[kind], column, _READERS.get(column, _words)(row, key))
        _prove(kept[kind], case)
    session.flush()
    return shown


def _list_chosen(row: Answers) -> list[str]:
    return [key for kind in texts_of(row, "disposals") for key in FIELDS[Disposal(kind)]]


def check_disposal_rows(case: TaskCase, rows: Sequence[Answers]) -> None:
    """InvalidInput by path: an unknown unit, a correction of a day to come or with a day alone, words that single out."""
    errors: dict[str, str] = {}
    for index, row in enumerate(rows):
        errors |= {f"matters.{index}.{key}": code for key, code in _find_faults(case, row).items()}
    if errors:
        raise InvalidInput(errors)


def read_disposals(row: Answers) -> list[MatterDisposal]:
    """What a row says of each disposal that it chooses, not kept yet; the reason that is told stands with no action."""
    return [_row(Disposal(kind), row) for kind in texts_of(row, "disposals")]


def keep_disposals(case: TaskCase, matter: Matter, row: Answers) -> None:
    """Keep what the row says; a correction that an earlier draft proved stays proven since then."""
    rows, stood = read_disposals(row), _map_standing(case, matter)
    for kept in rows:
        known = stood.get(kept.kind)
        if known is not None and (known.done_on, known.proof) == (kept.done_on, kept.proof):
            kept.proven_by, kept.proven_at = known.proven_by, known.proven_at
        _prove(kept, case)
    replace_disposals(matter, case.complaint.round, rows, case.unit)


def _map_standing(case: TaskCase, matter: Matter) -> dict[Disposal, MatterDisposal]:
    """What stands of the matter in this round, by kind."""
    rows = list_disposals(case.complaint.id, case.unit, round_no=case.complaint.round)
    return {row.kind: row for row in rows if row.matter_no == matter.no}


def _prove(kept: MatterDisposal, case: TaskCase) -> MatterDisposal:
    """A correction that comes with its day and its proof is proven by who says so."""
    if kept.proven_at is None and kept.done_on is not None and kept.proof:
        kept.proven_by, kept.proven_at = case.actor.name, case.unit.clock.now()
    return kept


def _row(kind: Disposal, row: Answers) -> MatterDisposal:
    kept = MatterDisposal(kind=kind, is_apologised=False)
    for key, column in FIELDS[kind].items():
        setattr(kept, column, _READERS.get(column, _words)(row, key))
    if kind is Disposal.NO_ACTION:
        kept.what = text_of(row, "reason") or None
    return kept


def _find_faults(case: TaskCase, row: Answers) -> dict[str, str]:
    chosen = {key for kind in texts_of(row, "disposals") for key in FIELDS[Disposal(kind)]}
    faults = {
        key: "NOT_AN_OPTION"
        for key in sorted(chosen & _NEEDS_NAME)
        if text_of(row, key) and case.unit.session.get(OrganisationUnit, text_of(row, key)) is None
    }
    done = text_of(row, "correction_on") if "correction_on" in chosen else ""
    if done and date.fromisoformat(done) > beijing_date(case.unit.clock.now()):
        faults["correction_on"] = "IN_THE_FUTURE"
    if done and not text_of(row, "correction_proof"):
        faults["correction_proof"] = "REQUIRED"
    if level_of(case.complaint, case.unit) == WORDING:
        for key in _LEAVES:
            if key in chosen and (signs := find_signs(text_of(row, key), case.complaint.id, case.unit)):
                faults[key] = SINGLES_OUT[signs[0]]
    return faults


def _words(row: Answers, key: str) -> object:
    return text_of(row, key) or None


def _day(row: Answers, key: str) -> object:
    told = text_of(row, key)
    return date.fromisoformat(told) if told else None


def _area(row: Answers, key: str) -> object:
    told = text_of(row, key)
    return ImprovementArea(told) if told else None


_READERS: Mapping[str, Callable[[Answers, str], object]] = {
    **dict.fromkeys(_DATES, _day),
    "area": _area,
    "is_apologised": lambda row, key: row.get(key) is True,
}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else getattr(value, "value", value)
