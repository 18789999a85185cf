"""What a record of the investigation holds by its method, and the items of evidence that come of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from models.case.complaint import Complaint
from models.case.evidence_item import EvidenceItem
from models.case.investigation_act import InvestigationAct
from models.clock.legal_time import parse_moment
from models.ground.codes import Method
from models.ground.errors import InvalidInput
from models.ground.evidence_codes import EvidenceKind, WhomKind
from services.evidence.attached_files import FILES, attach_files
from services.evidence.custody import HandOver, record_custody
from services.evidence.items import NewItem, get_item, register_item
from services.forms.task_case import Answers, TaskCase, rows_of, text_of, texts_of
from services.office.people_names import get_person_name

ORIGINAL, SIGNED, SCAN = "original", "signed", "signed_scan"
# The fields of each method's own record, beside moments, investigators, matters and text, which all have.
FIELDS_OF_METHOD: Mapping[Method, tuple[str, ...]] = {
    Method.INTERVIEW: ("whom_kind", "whom", "rights_told", "signature", SCAN, "unsigned_reason"),
    Method.DOCUMENTS: ("papers",),
    Method.SITE: ("photos", "sketch"),
    Method.COLLECT: ("slip_no", "provider", "item_title", "item_kind", "is_original", "item_count"),
}
FIELDS_OF_ALL = ("matter_nos", "manned", "second_investigator", "one_reason")


def read_moments(answers: Answers, complaint: Complaint, now: datetime) -> tuple[datetime, datetime] | None:
    """When the act began and ended; None where the form does not ask.

    InvalidInput by field for a moment before the receipt or to come, and for an end before the beginning.
    """
    began, ended = text_of(answers, "began_at"), text_of(answers, "ended_at")
    if not began or not ended:
        return None
    moments = {"began_at": parse_moment(began), "ended_at": parse_moment(ended)}
    # A person tells the minute; the receipt has its second.
    received = complaint.received_at.replace(second=0, microsecond=0)
    faults = {key: "IN_THE_FUTURE" for key, moment in moments.items() if moment > now}
    faults |= {key: "BEFORE_RECEIPT" for key, moment in moments.items() if moment < received}
    if not faults and moments["ended_at"] < moments["began_at"]:
        faults = {"ended_at": "BEFORE_ITS_BEGINNING"}
    if faults:
        raise InvalidInput(faults)
    return moments["began_at"], moments["ended_at"]


def require_scan(answers: Answers) -> None:
    """InvalidInput for a record that was signed and of which no scan is there, neither in the case nor with the form."""
    is_there = bool(text_of(answers, SCAN) or texts_of(answers, FILES))
    if text_of(answers, "signature") == SIGNED and not is_there:
        raise InvalidInput({SCAN: "REQUIRED"})


def details_of(method: Method, answers: Answers) -> Answers:
    """The fields of this method that were answered."""
    keys = (*FIELDS_OF_ALL, *FIELDS_OF_METHOD.get(method, ()))
    return {key: answers[key] for key in keys if key in answers}


def register_evidence(act: InvestigationAct, answers: Answers, case: TaskCase) -> None:
    """Number what came of the act: the record of an interview or a look at the place, each paper, what was handed over.

    The files that came with its form belong to it too.
    """
    new = NewItem(act_id=act.id, matter_nos=_matter_nos(act))
    attach_files(case, answers, new)
    if act.method in _REGISTER:
        _REGISTER[act.method](act, answers, case)


def _register(act: InvestigationAct, new: NewItem, case: TaskCase) -> EvidenceItem:
    of_act = replace(new, act_id=act.id, matter_nos=_matter_nos(act))
    return register_item(case.complaint.id, of_act, case.unit, case.actor)


def _matter_nos(act: InvestigationAct) -> tuple[int, ...]:
    return tuple(int(no) for no in (act.details or {}).get("matter_nos", ()))


def _tie_files(act: InvestigationAct, item_ids: Iterable[str], case: TaskCase) -> None:
    """Files of the case that the act made belong to it and to its matters from now on."""
    for item_id in filter(None, item_ids):
        item = get_item(case.complaint.id, item_id, case.unit)
        item.act_id = act.id
        item.matter_nos = sorted({*item.matter_nos, *_matter_nos(act)})


def _register_interview(act: InvestigationAct, answers: Answers, case: TaskCase) -> None:
    is_party = text_of(answers, "whom_kind") == WhomKind.RESPONDENT
    kind = EvidenceKind.PARTY_STATEMENT if is_party else EvidenceKind.WITNESS
    whom = text_of(answers, "whom")
    _register(act, NewItem(kind, f"询问笔录（{whom}）", is_original=True, provider=whom), case)
    _tie_files(act, [text_of(answers, SCAN)], case)


def _register_papers(act: InvestigationAct, answers: Answers, case: TaskCase) -> None:
    for paper in rows_of(answers, "papers"):
        number = text_of(paper, "number")
        title = text_of(paper, "title") + (f"（{number}）" if number else "")
        _register(act, NewItem(EvidenceKind.DOCUMENTARY, title, provider=text_of(paper, "provider")), case)


def _register_site(act: InvestigationAct, answers: Answers, case: TaskCase) -> None:
    title = f"现场勘验笔录（{text_of(answers, 'place')}）"
    _register(act, NewItem(EvidenceKind.SITE_RECORD, title, is_original=True), case)
    _tie_files(act, [*texts_of(answers, "photos"), text_of(answers, "sketch")], case)


def _register_collected(act: InvestigationAct, answers: Answers, case: TaskCase) -> None:
    count, provider = answers.get("item_count"), text_of(answers, "provider")
    new = NewItem(
        EvidenceKind(text_of(answers, "item_kind")),
        text_of(answers, "item_title"),
        is_original=text_of(answers, "is_original") == ORIGINAL,
        count=int(count) if isinstance(count, int | float) else 1,
        provider=provider,
    )
    item = _register(act, new, case)
    taker = get_person_name(act.by, case.unit)
    record_custody(item, HandOver(provider, taker, act.done_at), case.unit, case.actor)


_REGISTER: Mapping[Method, Callable[[InvestigationAct, Answers, TaskCase], None]] = {
    Method.INTERVIEW: _register_interview,
    Method.DOCUMENTS: _register_papers,
    Method.SITE: _register_site,
    Method.COLLECT: _register_collected,
}
