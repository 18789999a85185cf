"""Checks of the investigation: who was heard, by how many, and on what the findings rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from models.case.evidence_item import EvidenceItem
from models.case.investigation_act import InvestigationAct
from models.case.lifecycle import DecisionKind, Outcome, Stage
from models.case.matter import Matter
from models.ground.codes import Method
from models.ground.evidence_codes import EvidenceKind, WhomKind
from models.ground.file_review_codes import LineStanding
from services.beside.respondent.hearing import AGAINST_THE_RESPONDENT
from services.case.completeness import SIGNED
from services.file_review.facts import FileFacts
from services.file_review.judging import judge, missing


def investigation_recorded(facts: FileFacts) -> LineStanding:
    """调查有记录: at least one record of the investigation, or the result of a unit that was entrusted."""
    if not facts.goes(Outcome.ACCEPTED):
        return LineStanding.NOT_ASKED
    is_there = bool(facts.acts) or any(row.result_at is not None for row in facts.referrals)
    return LineStanding.KEPT if is_there else missing(facts, Stage.INVESTIGATION)


def two_investigators(facts: FileFacts) -> LineStanding:
    """两人以上调查: each interview and each look at a place names the second investigator, or why there was one alone.

    Records of earlier releases asked for neither and are left out.
    """
    acts = [act for act in facts.acts if act.method in SIGNED and act.recorded_at is not None]
    if not acts:
        return _without_records(facts)
    told = [act.details or {} for act in acts]
    return judge(is_kept=all(one.get("second_investigator") or one.get("one_reason") for one in told))


def respondent_heard(facts: FileFacts) -> LineStanding:
    """听取陈述申辩: whom a matter is about was heard, or could speak, before it was found true at least in part."""
    against = [row for row in facts.accepted if row.finding in AGAINST_THE_RESPONDENT]
    if not against:
        is_found = bool(facts.accepted) and all(row.finding is not None for row in facts.accepted)
        return LineStanding.NOT_ASKED if is_found else _while_investigated(facts)
    findings = facts.decided(DecisionKind.FINDINGS)
    found_at = findings[-1].at if findings else facts.now
    return judge(is_kept=all(_was_heard(row, found_at, facts) for row in against))


def findings_recorded(facts: FileFacts) -> LineStanding:
    """Of each accepted matter it is on record what was found, with its facts."""
    if facts.accepted and all(row.finding is not None and row.facts for row in facts.accepted):
        return LineStanding.KEPT
    return _while_investigated(facts)


def findings_cite_evidence(facts: FileFacts) -> LineStanding:
    """认定有据: each finding names the evidence that it rests on, or says why it rests on none."""
    found = _list_found(facts)
    if not found:
        return _while_investigated(facts)
    return judge(is_kept=all(row.cited_evidence or row.uncited_reason for row in found))


def cited_evidence_stands(facts: FileFacts) -> LineStanding:
    """No finding rests on evidence that was excluded or withdrawn, or that came on file only after the findings."""
    if not _list_found(facts):
        return _while_investigated(facts)
    cited = _list_cited(facts)
    if not cited:
        return LineStanding.NOT_ASKED
    findings = facts.decided(DecisionKind.FINDINGS)
    last = findings[-1].at if findings else facts.now
    return judge(is_kept=all(item.is_citable and item.registered_at <= last for item in cited))


def evidence_assessed(facts: FileFacts) -> LineStanding:
    """合法性、关联性、真实性: of each item that a finding rests on all three were judged."""
    if not _list_found(facts):
        return _while_investigated(facts)
    cited = _list_cited(facts)
    if not cited:
        return LineStanding.NOT_ASKED
    return judge(is_kept=all(item.legality and item.relevance and item.authenticity for item in cited))


def evidence_in_custody(facts: FileFacts) -> LineStanding:
    """移交有记录: who took over each thing, and each item that was collected, from whom."""
    collected = {act.id for act in facts.acts if act.method is Method.COLLECT}
    asked = [
        item
        for item in facts.items
        if item.withdrawn_at is None and (item.kind is EvidenceKind.PHYSICAL or item.act_id in collected)
    ]
    if not asked:
        return _without_records(facts)
    return judge(is_kept=all(item.id in facts.in_custody for item in asked))


def records_signed(facts: FileFacts) -> LineStanding:
    """笔录有签名: the signed paper of each record for signature is on file, or why nobody signed (as in the pieces of a file)."""
    acts = [act for act in facts.acts if act.method in SIGNED and act.recorded_at is not None]
    if not acts:
        return _without_records(facts)
    return judge(is_kept=all(_is_signed(act, facts) for act in acts))


def _is_signed(act: InvestigationAct, facts: FileFacts) -> bool:
    is_there = any(
        item.act_id == act.id and item.file_id is not None and item.withdrawn_at is None
        for item in facts.items
    )
    return is_there or bool((act.details or {}).get("unsigned_reason"))


def _was_heard(matter: Matter, found_at: datetime, facts: FileFacts) -> bool:
    interviewed = any(
        act.done_at <= found_at
        and act.method is Method.INTERVIEW
        and (act.details or {}).get("whom_kind") == WhomKind.RESPONDENT
        for act in facts.acts
    )
    return interviewed or any(
        row.review_id is None
        and (row.matter_nos is None or matter.no in row.matter_nos)
        and min(row.replied_at or row.window_ends_at, row.window_ends_at) <= found_at
        for row in facts.requests
    )


def _list_found(facts: FileFacts) -> list[Matter]:
    return [row for row in facts.accepted if row.finding is not None]


def _list_cited(facts: FileFacts) -> list[EvidenceItem]:
    cited = {item_id for row in _list_found(facts) for item_id in row.cited_evidence}
    return [item for item in facts.items if item.id in cited]


def _while_investigated(facts: FileFacts) -> LineStanding:
    """What findings lack that are not there: not asked where nothing was accepted, not due while it is investigated."""
    if not facts.goes(Outcome.ACCEPTED) or (facts.has_passed(Stage.INVESTIGATION) and not facts.accepted):
        return LineStanding.NOT_ASKED
    return missing(facts, Stage.INVESTIGATION)


def _without_records(facts: FileFacts) -> LineStanding:
    """Of records of a kind of which there is none: may still come while it is investigated."""
    is_open = facts.goes(Outcome.ACCEPTED) and not facts.has_passed(Stage.INVESTIGATION)
    return LineStanding.NOT_DUE if is_open else LineStanding.NOT_ASKED


CHECKS: Mapping[str, Callable[[FileFacts], LineStanding]] = {
    check.__name__: check
    for check in (
        investigation_recorded,
        two_investigators,
        respondent_heard,
        findings_recorded,
        findings_cite_evidence,
        cited_evidence_stands,
        evidence_assessed,
        evidence_in_custody,
        records_signed,
    )
}
