"""`/examples`: typical cases told anew without anybody in them (案例分析); one person writes, another releases."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.example_words import list_choices, name_codes, read_filter, split_parts
from api.security.permissions import Permission, permission
from models.ground.errors import Conflict, InvalidInput, NotPermitted
from models.ground.example_codes import ExampleDecision, ExamplePart
from services.examples.decide_example import (
    LONGEST_REASON,
    DecideExample,
    decide_example,
    open_to_everybody,
    withdraw_example,
)
from services.examples.read_examples import list_examples, read_case_standing, read_example
from services.examples.write_example import (
    LONGEST,
    LONGEST_WHY,
    MARKED,
    WriteExample,
    open_example,
    write_example,
)
from services.forms.place_in_list import tell_place
from services.identity.find_marks import LITERAL_LENGTH

blueprint = Blueprint("staff_examples", __name__)

_WHY = "why-"
_SAID = ("opened", "kept", "proposed", "released", "returned", "public", "withdrawn")


@blueprint.get("/examples")
@permission(Permission.SIGNED_IN)
def examples() -> str:
    """The released ones by what is asked for, and for who may know their cases those at work."""
    found = list_examples(read_filter(request.args), make_unit(), current_actor())
    return render_template(
        "staff/examples.html",
        found=found,
        choices=list_choices(found),
        values=request.args,
        name=name_codes([listed.row for listed in (*found.rows, *found.at_work)]),
        next_place=tell_place(*found.after) if found.after else "",
    )


@blueprint.get("/cases/<complaint_id>/example")
@permission(Permission.HANDLE)
def of_case(complaint_id: str) -> str:
    """Whether a case may become an example, and the one that there is."""
    standing = read_case_standing(complaint_id, make_unit(), current_actor())
    return render_template("staff/example_of_case.html", standing=standing, complaint_id=complaint_id)


@blueprint.post("/cases/<complaint_id>/example")
@permission(Permission.HANDLE)
def begin(complaint_id: str) -> BaseResponse:
    """Open the draft, or lead to the one that there is."""
    example_id = open_example(complaint_id, make_unit(), current_actor())
    return _done(example_id, "opened")


@blueprint.get("/examples/<example_id>")
@permission(Permission.SIGNED_IN)
def example(example_id: str) -> str:
    """One, as this person sees it."""
    return _page(example_id, {}, {})


@blueprint.post("/examples/<example_id>/version")
@permission(Permission.HANDLE)
def write(example_id: str) -> BaseResponse | tuple[str, int]:
    """Keep the next version, and propose it where that button was pressed."""
    parts = {part.value: request.form.get(part, "") for part in ExamplePart}
    why = {name[len(_WHY) :]: text for name, text in request.form.items() if name.startswith(_WHY)}
    is_proposed = request.form.get("step") == "propose"
    command = WriteExample(example_id, request.form.get("seen", ""), parts, why, is_proposed)
    try:
        write_example(command, make_unit(), current_actor())
    except InvalidInput as refused:
        # What is marked was kept as a version; the page shows that one.
        values = {} if set(refused.errors) == {MARKED} else parts
        return _page(example_id, values, refused.errors), 422
    except Conflict as refused:
        return _page(example_id, parts, {}, refused.code), 409
    return _done(example_id, "proposed" if is_proposed else "kept")


@blueprint.post("/examples/<example_id>/decision")
@permission(Permission.SUPERVISE)
def decide(example_id: str) -> BaseResponse | tuple[str, int]:
    """Release it inside or send it back."""
    sent = {name: request.form.get(name, "") for name in ("seen", "decision", "reason")}
    try:
        decide_example(DecideExample(example_id, **sent), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(example_id, sent, refused.errors), 422
    except NotPermitted as refused:
        return _page(example_id, sent, {}, refused.code), 403
    except Conflict as refused:
        return _page(example_id, sent, {}, refused.code), 409
    return _done(example_id, "released" if sent["decision"] == ExampleDecision.RELEASE else "returned")


@blueprint.post("/examples/<example_id>/public")
@permission(Permission.SUPERVISE)
def open_to_all(example_id: str) -> BaseResponse | tuple[str, int]:
    """Let everybody read the released version."""
    try:
        open_to_everybody(example_id, request.form.get("seen", ""), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(example_id, {}, refused.errors), 422
    except NotPermitted as refused:
        return _page(example_id, {}, {}, refused.code), 403
    except Conflict as refused:
        return _page(example_id, {}, {}, refused.code), 409
    return _done(example_id, "public")


@blueprint.post("/examples/<example_id>/withdrawal")
@permission(Permission.HANDLE)
def withdraw(example_id: str) -> BaseResponse | tuple[str, int]:
    """Take it back, inside and for everybody."""
    sent = {"withdrawal": request.form.get("withdrawal", "")}
    try:
        withdraw_example(example_id, sent["withdrawal"], make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(example_id, sent, refused.errors), 422
    except Conflict as refused:
        return _page(example_id, sent, {}, refused.code), 409
    return redirect(url_for("staff_examples.examples", done="withdrawn"), code=303)


def _done(example_id: str, done: str) -> BaseResponse:
    return redirect(url_for("staff_examples.example", example_id=example_id, done=done), code=303)


def _page(example_id: str, values: Mapping[str, str], errors: Mapping[str, str], code: str = "") -> str:
    page = read_example(example_id, make_unit(), current_actor())
    done = request.args.get("done", "")
    return render_template(
        "staff/example.html",
        page=page,
        parts=list(ExamplePart),
        name=name_codes([page.row]),
        marked=split_parts(page.draft, page.marks) if page.draft else {},
        values={**(page.draft.parts if page.draft else {}), **values},
        errors=errors,
        code=code,
        decisions=list(ExampleDecision),
        longest={**LONGEST, "why": LONGEST_WHY, "reason": LONGEST_REASON},
        literal=LITERAL_LENGTH,
        done=done if done in _SAID else "",
    )
