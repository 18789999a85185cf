"""What an investigation leaves: plan, acts, evidence, findings, their causes, the opinion and its approval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from deploy.history.life import Life
from deploy.history.rows import ROUND, CaseRows, Limit
from deploy.history.rows_received import enter_contact
from deploy.history.words import Words
from models.case.citation import Citation
from models.case.disposal import MatterDisposal
from models.case.evidence_item import EvidenceItem
from models.case.improvement_verdict import ImprovementVerdict
from models.case.investigation_act import InvestigationAct
from models.case.lifecycle import ClockKind, ClockStopReason, DecisionKind
from models.case.matter_cause import MatterCause
from models.clock.legal_time import beijing_date
from models.ground.basis_codes import BasisUse
from models.ground.codes import TRUE_AT_LEAST_IN_PART, Disposal, Finding, Method
from models.ground.evidence_codes import EvidenceKind, Judgement, Responsibility, WhomKind
from models.ground.matter_codes import ImprovementArea
from models.ground.ways import Way
from services.case.completeness import SIGNED

_KINDS = (EvidenceKind.DOCUMENTARY, EvidenceKind.AUDIOVISUAL, EvidenceKind.ELECTRONIC, EvidenceKind.WITNESS)
# Of all records, how many are as they ought to be.
_MOST = 0.9
_METHODS = (Method.INTERVIEW, Method.DOCUMENTS, Method.SITE)


@dataclass(slots=True)
class Handled:
    """What the matter of a complaint says once it was handled."""

    facts: str
    reason: str
    cited: list[str]
    disposals: list[Disposal]
    responsibility: Responsibility


def enter_handled(life: Life, words: Words, said: tuple[str, Sequence[str], str], rows: CaseRows) -> Handled:
    """`said`: the matter, the claims, and the facts that were found."""
    matter, wants, facts = said
    note = words.pick("plans")
    _enter_assignment(life, note, rows)
    if not life.is_anonymous and rows.dice.random() < _MOST:
        at = life.decided + timedelta(minutes=rows.dice.uniform(2, 6))
        enter_contact((life.decided, at), life.clerk, (words.pick("accepted"), Way.PHONE), rows)
    cited = _enter_acts(life, words, rows)
    is_true = life.finding in TRUE_AT_LEAST_IN_PART
    handled = Handled(
        facts=facts,
        reason=words.pick("repairs") if is_true else "已向投诉人说明依据",
        cited=[] if "no_evidence" in life.habits else cited,
        disposals=[Disposal.CORRECT_ERROR, Disposal.IMPROVE_SERVICE] if is_true else [Disposal.NO_ACTION],
        responsibility=Responsibility.UNIT if is_true else Responsibility.NONE,
    )
    heard = words.pick("heard") if life.is_heard else ""
    _enter_findings(life, (matter, heard), handled, rows)
    _enter_opinion(life, (matter, wants), handled, rows)
    _enter_disposals(life, words, handled, rows)
    if is_true:
        _enter_cause(life, rows)
    return handled


def _enter_assignment(life: Life, note: str, rows: CaseRows) -> None:
    assigned, planned = _at(life.assigned), _at(life.planned)
    content = {"handler_id": life.handler, "handling_unit": life.told.item.unit, "note": note}
    rows.decide(assigned, life.clerk, DecisionKind.ASSIGNMENT.value, content)
    plan = {"methods": [_METHODS[0].value], "note": note, "respondent_rights": True}
    rows.decide(planned, life.handler, DecisionKind.PLAN.value, plan)
    by_class = life.complexity
    found, approved = _at(life.found), _at(life.approved)
    rows.run(Limit(ClockKind.RESOLVE, life.decided, approved, ClockStopReason.OPINION_APPROVED, by_class))
    rows.run(Limit(ClockKind.INVESTIGATION, life.decided, found, ClockStopReason.FINDINGS_RECORDED, by_class))


def _enter_acts(life: Life, words: Words, rows: CaseRows) -> list[str]:
    items: list[str] = []
    for no, one in enumerate(life.acts):
        act = rows.new_id()
        rows.add(
            InvestigationAct,
            id=act,
            round=ROUND,
            method=_METHODS[no % 3],
            record_text=words.facts(),
            details=_details(life, no, words, rows),
            began_at=one.began,
            done_at=one.done,
            recorded_at=one.noted,
            by=life.handler,
        )
        recorded = {"act_id": act, "method": _METHODS[no % 3].value, "round": ROUND}
        rows.tell(one.noted, life.handler, "investigation.act_recorded", recorded)
        if "no_evidence" not in life.habits:
            items.append(_enter_item(life, (act, one.noted, no + 1), words, rows))
    return items


def _details(life: Life, no: int, words: Words, rows: CaseRows) -> dict[str, object]:
    """By two, and the first act hears whom it is about, as most do; a made record has no paper that was signed."""
    dice, method = rows.dice, _METHODS[no % 3]
    others = [one for one in rows.places.investigators if one != life.handler]
    told: dict[str, object] = {"matter_nos": ["1"], "manned": "two"}
    if others and dice.random() < _MOST:
        told["second_investigator"] = dice.choice(others)
    else:
        told |= {"manned": "one", "one_reason": words.pick("alone")}
    if method is Method.DOCUMENTS:
        told["papers"] = []
    elif method is Method.INTERVIEW:
        is_heard = life.is_heard and no == 0
        whom = (WhomKind.RESPONDENT, "当班窗口人员") if is_heard else (WhomKind.INFORMED, "知情人")
        told |= {"whom_kind": whom[0].value, "whom": whom[1], "rights_told": True, "signature": "unsigned"}
    if method in SIGNED and dice.random() < _MOST:
        told["unsigned_reason"] = words.pick("unsigned")
    return told


def _enter_item(life: Life, of: tuple[str, datetime, int], words: Words, rows: CaseRows) -> str:
    act, at, no = of
    item = rows.new_id()
    at += timedelta(milliseconds=2)
    rows.add(
        EvidenceItem,
        id=item,
        no=no,
        kind=_KINDS[rows.dice.randrange(4)],
        title=f"{rows.dice.choice(('窗口', '大厅', '系统'))}{words.pick('sources')}",
        is_original=rows.dice.random() < 0.6,
        provider=rows.places.names.get(life.told.item.unit, ""),
        act_id=act,
        matter_nos=[1],
        registered_by=life.handler,
        registered_at=at,
        legality=Judgement.YES,
        relevance=Judgement.YES,
        authenticity=Judgement.YES,
        judged_by=life.handler,
        judged_at=_at(life.found) - timedelta(milliseconds=2),
    )
    rows.tell(at, life.handler, "evidence.registered", {"item_id": item, "no": no})
    return item


def _enter_findings(life: Life, said: tuple[str, str], handled: Handled, rows: CaseRows) -> None:
    matter, heard = said
    at, finding = _at(life.found), life.finding or Finding.UNVERIFIABLE
    row = {"no": 1, "kind": "complaint", "text": matter, "told": matter, "facts": handled.facts}
    row |= {"cited": handled.cited, "finding": finding.value, "heard": heard}
    content = {
        "evidence_note": "",
        "matters": [row | {"responsibility": handled.responsibility.value}],
        "methods": [],
        "needs_further": False,
        "respondent_statement": "",
    }
    rows.decide(at, life.handler, DecisionKind.FINDINGS.value, content)
    moved = {"from": "investigation", "to": "disposal"}
    rows.tell(at + timedelta(milliseconds=1), life.handler, "stage.entered", moved)


def _enter_opinion(life: Life, said: tuple[str, Sequence[str]], handled: Handled, rows: CaseRows) -> None:
    matter, wants = said
    opined, approved = _at(life.opined), _at(life.approved)
    finding = (life.finding or Finding.UNVERIFIABLE).value
    row = {"no": 1, "kind": "complaint", "text": matter, "finding": finding, "investigated_finding": finding}
    row |= {"basis_ids": [rows.places.basis[0]], "reason": handled.reason}
    row |= {"disposals": [one.value for one in handled.disposals]}
    claims = [{"no": no, "text": want} for no, want in enumerate(wants, start=1)]
    content = {"claims": claims, "matters": [row], "summary": handled.reason}
    rows.decide(opined, life.handler, DecisionKind.OPINION.value, content)
    rows.add(
        Citation,
        use=BasisUse.OPINION,
        subject="matter:1",
        round=ROUND,
        legal_basis_id=rows.places.basis[0],
        by=life.handler,
        at=opined,
    )
    is_true = life.finding in TRUE_AT_LEAST_IN_PART
    cause, unit = (handled.reason, life.told.item.unit) if is_true else (None, None)
    none = None if is_true else "没有属实的情况，无需改进。"
    verdict = {"is_needed": is_true, "cause": cause, "owner_unit": unit, "none_reason": none}
    judged = approved - timedelta(milliseconds=1)
    rows.add(ImprovementVerdict, id=rows.new_id(), round=ROUND, by=life.approver, at=judged, **verdict)
    told = {**verdict, "is_derived": False, "round": ROUND}
    rows.tell(judged, life.approver, "improvement.judged", told)
    rows.decide(approved, life.approver, DecisionKind.APPROVAL.value, {"comment": "同意。"})
    moved = {"from": "disposal", "to": "feedback"}
    rows.tell(approved + timedelta(milliseconds=1), life.approver, "stage.entered", moved)


def _enter_disposals(life: Life, words: Words, handled: Handled, rows: CaseRows) -> None:
    at = _at(life.opined)
    of = {"round": ROUND, "matter_no": 1}
    for kind in handled.disposals:
        if kind is Disposal.CORRECT_ERROR:
            done = {"done_on": beijing_date(at), "proof": handled.reason}
            done |= {"proven_by": life.handler, "proven_at": at, "responsible": life.handler}
            rows.add(MatterDisposal, id=rows.new_id(), kind=kind, what=handled.reason, **of, **done)
        elif kind is Disposal.IMPROVE_SERVICE:
            better = {"area": ImprovementArea.PROCESS, "due_on": beijing_date(at) + timedelta(days=30)}
            better |= {"what": words.pick("betters"), "responsible": "窗口负责人"}
            rows.add(MatterDisposal, id=rows.new_id(), kind=kind, **of, **better)
        else:
            rows.add(MatterDisposal, id=rows.new_id(), kind=kind, what=handled.reason, **of)


def _enter_cause(life: Life, rows: CaseRows) -> None:
    """Most are coded by who handled the case, on the day of the findings or the next."""
    if rows.dice.random() > 0.95:
        return
    code = life.told.cause or rows.dice.choice(rows.places.causes)
    at = _at(life.found) + timedelta(minutes=rows.dice.uniform(0.1, 6))
    rows.add(
        MatterCause,
        id=rows.new_id(),
        matter_no=1,
        turn=1,
        code=code,
        is_main=True,
        note="",
        by=life.handler,
        said_at=at,
    )
    payload = {"matter_no": 1, "main": code, "turn": 1, "further": [], "note": ""}
    rows.tell(at, life.handler, "causes.coded", payload)


def _at(moment: datetime | None) -> datetime:
    """Of a step that the case had."""
    if moment is None:
        raise ValueError("the case did not come to this step")
    return moment
