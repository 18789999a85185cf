"""What a person of a story enters in the forms of the way: its own words, else the suggestion shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from deploy.replay.disposals import particulars_of
from deploy.replay.grounds import basis_of, chosen_bases, points_met, right_place_for
from deploy.replay.hall import IN_PERSON, is_taken_in_hall
from deploy.replay.improvement import improvement_of
from deploy.replay.samples import Step, Story
from deploy.replay.split import corrected_before
from deploy.replay.told_rows import (
    answer_claims,
    by_no,
    call_of,
    judge_matter,
    not_as_wished,
    responsible_by,
    rows_of,
    ways_of,
)
from models.clock.legal_time import to_beijing

_TRIES = 3
# Where the story tells no more than that it was done.
_IN_THE_RECORD = "见调查记录"

# How whoever comes by these channels is told; of the others what stands at the query code is read there.
_HEARD_BY = {"window": IN_PERSON, "visit": IN_PERSON, "phone": "phone"}

Shown = Mapping[str, Any]


def decide_acceptance(story: Story, step: Step, shown: Shown) -> dict[str, Any]:
    """Decide what the step tells, matter by matter; what it does not speak of waits."""
    rows = rows_of(shown)
    about = step.data.get("matters")
    for row in rows:
        is_meant = about is None or row["no"] in about
        row.update(_WAY_OF_STEP[step.action](step) if is_meant else {"decision": "later"})
    for row, known in zip(rows, shown.get("matters", ()), strict=True):
        if row["decision"] == "accept" and known.get("kind"):
            row["kind"] = known["kind"]
    unit = step.data.get("unit") or shown.get("unit")
    return {
        "category": corrected_before(story.steps, step).get("category") or shown.get("category") or "none",
        "route": step.data.get("route") or _route(step, shown),
        "complexity": step.data.get("complexity") or shown.get("complexity") or "simple",
        "urgent": bool(shown.get("urgent")),
        "disclosure_level": str(step.data.get("disclosure", shown.get("disclosure_level") or "0")),
        **({"unit": unit} if unit else {}),
        "matters": rows,
        "note": step.note,
        "told_ways": ways_of(step),
    }


def _route(step: Step, shown: Shown) -> str:
    return "register_refer" if step.action == "refer" else str(shown.get("route") or "intervene")


def _accepted(step: Step) -> dict[str, Any]:
    return {"decision": "accept", "met_points": ["complainant", "concrete", "actionable"]}


def _refused(step: Step) -> dict[str, Any]:
    ground = str(step.data.get("ground") or "")
    return {
        "decision": "refuse",
        "nonaccept_ground": ground,
        "met_points": points_met(ground),
        "basis": step.data.get("basis") or basis_of(ground),
        "right_place": step.data.get("right_place") or right_place_for(ground),
    }


def _referred(step: Step) -> dict[str, Any]:
    return {"decision": "refer", "refer_to": step.data["to"]}


def _merged(step: Step) -> dict[str, Any]:
    return {"decision": "merge", "merge_into": step.data["into_number"]}


_WAY_OF_STEP: dict[str, Callable[[Step], dict[str, Any]]] = {
    "accept": _accepted,
    "refuse": _refused,
    "refuse_proposed": _refused,
    "refer": _referred,
    "merge": _merged,
}


def settle_on_spot(story: Story, step: Step, shown: Shown) -> dict[str, Any]:
    """What was settled at once, and that the complainant says so."""
    rows = rows_of(shown)
    for row, known in zip(rows, shown.get("matters", ()), strict=True):
        row.update({**judge_matter(step, known), "reason": step.note})
        row.update(particulars_of(story, step, row["disposals"], {**shown, **known}))
    return {
        "is_settled": "yes",
        **improvement_of(story, step, shown),
        "confirmed_by_complainant": bool(step.data.get("confirmed_by_complainant")),
        "matters": rows,
        **answer_claims(step, shown),
        "note": step.note,
    }


def assign_handler(story: Story, step: Step, shown: Shown) -> dict[str, Any]:
    """Name the unit and the handler that the story tells."""
    unit = step.data.get("unit") or _told_before(story, step, "unit") or shown.get("handling_unit")
    return {
        **({"handling_unit": unit} if unit else {}),
        "handler_id": step.data.get("handler") or _told_before(story, step, "handler"),
        "note": step.note,
    }


def plan_investigation(story: Story, step: Step, shown: Shown) -> dict[str, Any]:
    """The methods that the story tells; an opinion without an investigation has none."""
    return {"methods": list(step.data.get("methods", ())), "plan_note": step.note, "respondent_rights": True}


def record_investigation_act(story: Story, step: Step, shown: Shown) -> dict[str, Any]:
    """The record of one method; what the story does not tell of it stands in its note."""
    told = step.note or _IN_THE_RECORD
    named = [str(name) for name in step.data.get("evidence", ())]
    moment = f"{to_beijing(step.at):%Y-%m-%dT%H:%M}"
    return {
        "began_at": moment,
        "ended_at": moment,
        "matter_nos": _about(step, shown),
        "manned": "one",
        "one_reason": _IN_THE_RECORD,
        "record_text": told + (f"（取得：{'；'.join(named)}）" if named else ""),
        **_RECORD_OF_METHOD[str(shown.get("method", "documents"))](named),
    }


def _about(step: Step, shown: Shown) -> list[str]:
    """The matters that the step names, of those that the form knows; all where it names none."""
    known = [str(option["value"]) for option in shown.get("matter_options", ())]
    told = {str(no) for no in step.data.get("matters", ())}
    return [no for no in known if no in told] or known


def _interview(_named: list[str]) -> dict[str, Any]:
    return {
        "whom_kind": "informed",
        "whom": _IN_THE_RECORD,
        "rights_told": True,
        # The scan of the paper comes with the form (signed_papers.py).
        "signature": "signed",
    }


def _papers(named: list[str]) -> dict[str, Any]:
    titles = named or [_IN_THE_RECORD]
    return {"papers": [{"title": title, "provider": _IN_THE_RECORD} for title in titles]}


def _site(_named: list[str]) -> dict[str, Any]:
    return {"place": _IN_THE_RECORD, "persons": _IN_THE_RECORD}


def _collected(named: list[str]) -> dict[str, Any]:
    return {
        "slip_no": _IN_THE_RECORD,
        "provider": _IN_THE_RECORD,
        "item_title": "；".join(named)[:200] or _IN_THE_RECORD,
        "item_kind": "documentary",
        "is_original": "copy",
        "item_count": max(len(named), 1),
    }


_RECORD_OF_METHOD: dict[str, Callable[[list[str]], dict[str, Any]]] = {
    "interview": _interview,
    "documents": _papers,
    "site": _site,
    "collect": _collected,
}


def record_findings(story: Story, step: Step, shown: Shown) -> dict[str, Any]:
    """Stories tell the finding with the opinion; the investigator reaches it here. An attempt names its matters.

    At the step of an investigation nothing is found yet: its plan is still to be made, after an attempt that had none.
    """
    if step.action == "investigate":
        later = [{**row, "finding": "later"} for row in rows_of(shown)]
        return {"needs_further": "yes", "further_reason": step.note or _IN_THE_RECORD, "matters": later}
    tried = dict(zip(step.data.get("matters", ()), step.data.get("attempted_findings", ()), strict=False))
    findings = list(step.data.get("findings") or ())
    # Nobody in a story tells items apart: a finding rests on all that the case has, its own records among them.
    cited = [option["value"] for option in shown.get("evidence_options", ())]
    rows = rows_of(shown)
    for row in rows:
        row["finding"] = tried.get(row["no"], "later") if tried else by_no(findings, row) or "unverifiable"
        row["facts"] = step.note or _IN_THE_RECORD
        row["heard"] = step.note or _IN_THE_RECORD
        row["responsibility"] = responsible_by(by_no(list(step.data.get("disposals") or ()), row) or [])
        row.update({"cited": cited} if cited else {"uncited_reason": step.note or _IN_THE_RECORD})
    return {"needs_further": "no", "matters": rows}


def draft_opinion(story: Story, step: Step, shown: Shown) -> dict[str, Any]:
    """Finding or adoption, disposals and reason by matter; what is answered by claim, where the form asks for it."""
    rows = rows_of(shown)
    for row, known in zip(rows, shown.get("matters", ()), strict=True):
        row.update(judge_matter(step, known))
        row["reason"] = step.note or _IN_THE_RECORD
        row.update(particulars_of(story, step, row["disposals"], {**shown, **known}))
        row.update(chosen_bases(shown))
    return {"matters": rows, **answer_claims(step, shown), "summary": step.note}


def give_answer(story: Story, step: Step, shown: Shown) -> dict[str, Any]:
    """The proposed three parts, told the story's ways."""
    ways = ways_of(step) or _untold_ways(story, step, shown)
    return {
        "findings_text": shown.get("findings_text") or step.note or "见答复",
        "decision_text": shown.get("decision_text") or step.note or "见答复",
        "measures_text": shown.get("measures_text") or step.note or "见答复",
        "ways": ways,
        "mail_no": step.data.get("mail_no", ""),
        **call_of(step, ways),
        **not_as_wished(story, step, ways),
        "delivery_note": step.note,
    }


def _untold_ways(story: Story, step: Step, shown: Shown) -> list[str]:
    """In person for whom signs for it in the hall; at the end of a file as was wished, or as people of the channel hear of it."""
    if step.action != "close":
        return ["phone"]
    if is_taken_in_hall(step):
        return [IN_PERSON]
    return list(shown.get("ways") or ()) or [_HEARD_BY.get(story.channel, "query_code")]


def record_return_visit(story: Story, step: Step, shown: Shown) -> dict[str, Any]:
    """The complainant's own word; no word is recorded as unrated, and nobody who was not reached has one."""
    ways = ways_of(step)
    way = ways[0] if ways else "phone"
    if step.action == "return_visit_sent":
        mail = {"mail_no": step.data["mail_no"]} if step.data.get("mail_no") else {}
        return {"reached": "sent", "way": way, "comment": step.note, **mail}
    satisfaction, attempt = step.data.get("satisfaction"), step.data.get("attempt")
    if satisfaction is None and (attempt is not None or shown.get("answer_until")):
        is_tried = attempt is not None and attempt < _TRIES
        return {"reached": "no", "next_attempt": "again" if is_tried else "close", "comment": step.note}
    visit: dict[str, Any] = {"reached": "yes", "satisfaction": str(satisfaction or "unrated")}
    if satisfaction in (1, 2):
        wants_redo = any(later.action == "redo_open" for later in story.steps if later.no > step.no)
        visit["follow_up"] = "redo" if wants_redo else "none"
    return {**visit, "comment": step.note, "way": way}


def decide_redo(story: Story, step: Step, shown: Shown) -> dict[str, Any]:
    """Done again by another handler."""
    return {"decision": "redo", "handler_id": step.data["handler"], "reason": step.note or "投诉人不满意"}


def _told_before(story: Story, step: Step, key: str) -> Any:
    earlier = [known.data[key] for known in story.steps if known.no <= step.no and known.data.get(key)]
    return earlier[-1] if earlier else None
