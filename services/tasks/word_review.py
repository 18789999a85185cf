"""What leaves with a review that changes the decision, as its answers word it: orders that it adds, notices of what it finds."""

from __future__ import annotations

from models.case.disposal import MatterDisposal
from models.case.matter import Matter
from models.ground.codes import Disposal, Finding
from services.beside.rectification.order_for_opinion import plan_orders
from services.beside.sheets.leaving import Leaving
from services.forms.task_case import Answers, TaskCase, rows_of, text_of, texts_of
from services.rights.finding_letter import Found
from services.rights.tell_findings import plan_notices
from services.tasks.disposal_rows import read_disposals, show_disposals
from services.tasks.review_rows import is_matter_changed, list_reviewed_matters
from services.tasks.word_decision import list_wanting, word_decision


def word_review(case: TaskCase, answers: Answers) -> Leaving:
    """Of the matters that it changes alone: what stands was decided before."""
    complaint, unit, actor = case.complaint, case.unit, case.actor
    rows = zip(list_reviewed_matters(case), rows_of(answers, "matters"), strict=False)
    changed = [(matter, row) for matter, row in rows if is_matter_changed(case, matter, row)]
    said = {matter.no: _list_said(case, matter, row) for matter, row in changed}
    added = {
        matter.no: [kept for kept in said[matter.no] if kept.kind.value not in matter.disposals]
        for matter, _ in changed
    }
    orders = [
        order for wanting in list_wanting(added) for order in plan_orders(wanting, complaint, unit, actor)
    ]
    found = {matter.no: _find(matter, row, said[matter.no]) for matter, row in changed}
    return word_decision(orders, plan_notices(complaint, unit, actor, found), case)


def _list_said(case: TaskCase, matter: Matter, row: Answers) -> list[MatterDisposal]:
    """What the row does not say of a disposal stays as it stands."""
    told = {key: value for key, value in row.items() if value not in (None, "", False)}
    return read_disposals({**show_disposals(case, matter), **told})


def _find(matter: Matter, row: Answers, said: list[MatterDisposal]) -> Found:
    finding = text_of(row, "finding")
    return Found(
        matter.no,
        Finding(finding) if finding else None,
        text_of(row, "reason"),
        tuple(map(Disposal, texts_of(row, "disposals"))),
        {kept.kind: kept for kept in said},
    )
