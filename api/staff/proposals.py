"""`/proposals`: what was learnt, proposed to the owner of a process at an element of its diagram, and what is answered."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, current_session, make_unit
from api.security.permissions import Permission, is_allowed, permission
from api.staff.proposal_words import Origin, origin_of, word_figures
from api.submission_ids import sent_submission_id, shown_submission_id
from models.ground.errors import Conflict, FiguresAway, InvalidInput, NotPermitted
from models.ground.proposal_codes import ProposalAnswer, ProposalSource
from services.proposals.answer_proposal import (
    LONGEST_WORDS,
    AnswerProposal,
    answer_proposal,
    confirm_answer,
    is_carried,
)
from services.proposals.due import is_late
from services.proposals.follow_versions import is_carried_by_going
from services.proposals.proposal_form import read_proposal_form
from services.proposals.read_proposals import ProposalsAsked, list_proposals, read_proposal
from services.proposals.send_proposal import MOST_WORKDAYS, SendProposal, send_proposal

blueprint = Blueprint("staff_proposals", __name__, url_prefix="/proposals")

_TYPED = ("process_id", "element_id", "seen", "proposed", "workdays")
_ANSWERED = ("answer", "words", "until", "seen")
_FIRST = {"workdays": "20"}
_DONE = frozenset({"sent", "answered", "read"})


@blueprint.get("")
@permission(Permission.PROPOSE)
def proposals() -> str:
    """Those that wait for an answer first."""
    asked = request.args.get("show", "")
    show = ProposalsAsked(asked) if asked in set(ProposalsAsked) else ProposalsAsked.WAITING
    return render_template(
        "staff/proposals.html",
        found=list_proposals(show, request.args.get("after", ""), make_unit(), current_actor()),
        show=show,
        shows=list(ProposalsAsked),
        is_carried=is_carried,
        is_late=is_late,
    )


@blueprint.get("/new")
@permission(Permission.PROPOSE)
def new() -> str:
    """The form; what it is learnt from, the process and the element stand in the address."""
    led = {name: request.args.get(name, "") for name in ("process_id", "element_id")}
    return _form({**_FIRST, **led}, {})


@blueprint.post("/new")
@permission(Permission.PROPOSE)
def send() -> BaseResponse | tuple[str, int]:
    """Faults come back at their fields with what was typed."""
    values = {name: request.form.get(name, "") for name in _TYPED}
    origin = origin_of(request.args)
    command = SendProposal(sent_submission_id(), origin.learnt, origin.path, **values)
    try:
        proposal_id = send_proposal(command, make_unit, current_actor())
    except InvalidInput as refused:
        return _form(values, dict(refused.errors), origin), 422
    except FiguresAway as refused:
        return _form(values, {}, origin, away=refused.code), 503
    return redirect(f"/proposals/{proposal_id}?done=sent", code=303)


@blueprint.get("/<proposal_id>")
@permission(Permission.PROPOSE)
def proposal(proposal_id: str) -> str:
    """One with its figures, its answers and the versions that came after it."""
    return _page(proposal_id, {}, {})


@blueprint.post("/<proposal_id>/answer")
@permission(Permission.PROPOSE)
def answer(proposal_id: str) -> BaseResponse | tuple[str, int]:
    """Of the owner of the process."""
    values = {name: request.form.get(name, "") for name in _ANSWERED}
    try:
        answer_proposal(AnswerProposal(proposal_id, **values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(proposal_id, values, dict(refused.errors)), 422
    except (NotPermitted, Conflict) as refused:
        if refused.code == NotPermitted.code:
            raise
        return _page(proposal_id, values, {}, refused.code), 409
    return redirect(f"/proposals/{proposal_id}?done=answered", code=303)


@blueprint.post("/<proposal_id>/read")
@permission(Permission.PROPOSE)
def confirm(proposal_id: str) -> BaseResponse:
    """Who proposed it has read what was answered."""
    confirm_answer(proposal_id, make_unit(), current_actor())
    return redirect(f"/proposals/{proposal_id}?done=read", code=303)


def _form(
    values: Mapping[str, str],
    errors: Mapping[str, str],
    origin: Origin | None = None,
    *,
    away: str = "",
) -> str:
    origin = origin or origin_of(request.args)
    return render_template(
        "staff/proposal_new.html",
        form=read_proposal_form(values["process_id"], make_unit(), current_actor()),
        values=values,
        errors=errors,
        origin=origin,
        away=away,
        asked={name: value for name, value in request.args.items() if name not in _TYPED},
        submission_id=shown_submission_id(errors),
        longest_words=LONGEST_WORDS,
        most_workdays=MOST_WORKDAYS,
    )


def _page(proposal_id: str, values: Mapping[str, str], errors: Mapping[str, str], code: str = "") -> str:
    page = read_proposal(proposal_id, make_unit(), current_actor())
    row = page.proposal
    supervises = is_allowed(Permission.SUPERVISE, current_session())
    return render_template(
        "staff/proposal.html",
        page=page,
        row=row,
        figures=word_figures(row.figures),
        source_path=row.source_path if supervises and row.source is not ProposalSource.HAND else None,
        diagram_path=f"/monitor/processes/{row.process_id}" if supervises else None,
        is_carried=is_carried(row),
        is_by_going=is_carried_by_going(row),
        is_late=is_late(row.state, row.due_on, row.put_off_until, page.today),
        answers=list(ProposalAnswer),
        values=values,
        errors=errors,
        code=code,
        longest_words=LONGEST_WORDS,
        done=request.args.get("done", "") if request.args.get("done", "") in _DONE else "",
    )
