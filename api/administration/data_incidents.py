"""`/privacy/incidents`: incidents with personal data, who was told of them, and when."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit, office_now
from api.errors import status_of
from api.security.permissions import Permission, permission
from api.submission_ids import sent_submission_id, shown_submission_id
from models.clock.legal_time import as_iso
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted, RuleRefused
from models.ground.incident_codes import HarmKind
from models.ground.provision_codes import DataKind
from services.dispatch.incident_words import list_told_lines
from services.privacy.incident_people import FIRST, PeopleAsked
from services.privacy.list_incidents import get_incident, list_incidents, moment_of
from services.privacy.record_incident import LONGEST_PART, PARTS, WATCHERS, RecordIncident, record_incident
from services.privacy.tell_of_incident import (
    LONGEST,
    OWN_WAYS,
    NotePerson,
    TellAuthority,
    close_incident,
    note_person,
    spare_people,
    tell_authority,
    tell_people,
)

blueprint = Blueprint("data_incidents", __name__, url_prefix="/privacy/incidents")
_TYPED = ("what", "discovered_at", "people", "numbers")
_STEP_FIELDS = ("name", "told_at", "way", "receipt", "complaint_id", "unreachable", "reason", "rest")
UNTOLD = "untold"
Answer = BaseResponse | tuple[str, int]


@blueprint.get("")
@permission(Permission.PRIVACY)
def incidents() -> str:
    """What is open and what was closed."""
    page = request.args.get("page", 1, type=int)
    found = list_incidents(make_unit(), current_actor(), page)
    return render_template("administration/data_incidents.html", page=found)


@blueprint.get("/new")
@permission(Permission.PRIVACY)
def new() -> str:
    """The empty form."""
    return _form_page({"discovered_at": as_iso(office_now())[:16]}, [], {})


@blueprint.post("/new")
@permission(Permission.PRIVACY)
def record() -> Answer:
    """Put it on record; faults come back at their fields with what was typed."""
    return _record(None)


@blueprint.get("/<incident_id>")
@permission(Permission.PRIVACY)
def incident(incident_id: str) -> str:
    """One with what is told of it, to whom, and what is still to be done."""
    return _page(incident_id)


@blueprint.get("/<incident_id>/correct")
@permission(Permission.PRIVACY)
def correction(incident_id: str) -> str:
    """The form, filled with what is known."""
    row = get_incident(incident_id, make_unit(), current_actor()).row
    values = {**row.parts, "what": row.what.value, "people": str(row.people)}
    values |= {"discovered_at": moment_of(row), "version": str(row.version)}
    return _form_page(values, row.kinds, {}, incident_id)


@blueprint.post("/<incident_id>/correct")
@permission(Permission.PRIVACY)
def correct(incident_id: str) -> Answer:
    """Correct or complete it while it is open; further cases are added."""
    return _record(incident_id)


@blueprint.post("/<incident_id>")
@permission(Permission.PRIVACY)
def step(incident_id: str) -> Answer:
    """Put down who was told, let notices go, decide that none are needed, or close it."""
    name = request.form.get("step", "")
    values = {field: request.form.get(field, "") for field in _STEP_FIELDS}
    steps: dict[str, Callable[[], object]] = {
        "authority": lambda: tell_authority(_authority(incident_id, values), make_unit(), current_actor()),
        "people": lambda: tell_people(incident_id, make_unit(), current_actor()),
        "person": lambda: note_person(_person(incident_id, values), make_unit(), current_actor()),
        "spare": lambda: spare_people(incident_id, values["reason"], make_unit(), current_actor()),
        "close": lambda: close_incident(incident_id, values["rest"], make_unit(), current_actor()),
    }
    if name not in steps:
        raise NotFound
    try:
        steps[name]()
    except InvalidInput as refused:
        return _page(incident_id, (name, values), dict(refused.errors)), 422
    except (Conflict, RuleRefused) as refused:
        return _page(incident_id, (name, values), code=refused.code), status_of(refused)
    except NotPermitted as refused:
        return _page(incident_id, (name, values), code=refused.code), 403
    asked = _asked() if name == "person" else FIRST
    after, only = asked.after or None, UNTOLD if asked.is_untold_only else None
    where = url_for("data_incidents.incident", incident_id=incident_id, done=name, after=after, only=only)
    return redirect(where, code=303)


def _asked() -> PeopleAsked:
    """Which of the people the page shows: as its address says, or the form of one of them."""
    return PeopleAsked(request.values.get("after", ""), request.values.get("only") == UNTOLD)


def _authority(incident_id: str, values: dict[str, str]) -> TellAuthority:
    return TellAuthority(incident_id, values["name"], values["told_at"], values["way"], values["receipt"])


def _person(incident_id: str, values: dict[str, str]) -> NotePerson:
    return NotePerson(
        incident_id, values["complaint_id"], values["way"], values["told_at"], values["unreachable"]
    )


def _record(incident_id: str | None) -> Answer:
    values = {name: request.form.get(name, "").strip() for name in (*_TYPED, *PARTS, "version")}
    kinds = request.form.getlist("kinds")
    version = int(values["version"]) if values["version"].isdecimal() and len(values["version"]) <= 9 else 0
    command = RecordIncident(
        what=values["what"],
        discovered_at=values["discovered_at"],
        kinds=kinds,
        parts={name: values[name] for name in PARTS},
        people=values["people"],
        numbers=values["numbers"],
        version=version,
        submission_id=sent_submission_id(),
    )
    try:
        kept = record_incident(command, make_unit(), current_actor(), incident_id)
    except InvalidInput as refused:
        return _form_page(values, kinds, dict(refused.errors), incident_id), 422
    except Conflict as refused:
        if incident_id is not None:
            # Who was warned may send it again.
            values["version"] = str(get_incident(incident_id, make_unit(), current_actor()).row.version)
        return _form_page(values, kinds, {"what": "CHANGED_MEANWHILE"}, incident_id), status_of(refused)
    return redirect(url_for("data_incidents.incident", incident_id=kept, done="recorded"), code=303)


def _form_page(
    values: dict[str, str], kinds: list[str], errors: dict[str, str], incident_id: str | None = None
) -> str:
    return render_template(
        "administration/data_incident_form.html",
        incident_id=incident_id,
        submission_id=shown_submission_id(errors),
        values=values,
        chosen=kinds,
        errors=errors,
        parts=PARTS,
        whats=list(HarmKind),
        data_kinds=list(DataKind),
        may_choose_cases=bool(set(WATCHERS) & current_actor().roles),
        longest=LONGEST_PART,
    )


def _page(
    incident_id: str,
    sent: tuple[str, dict[str, str]] = ("", {}),
    errors: dict[str, str] | None = None,
    code: str = "",
) -> str:
    asked = _asked()
    shown = get_incident(incident_id, make_unit(), current_actor(), asked)
    return render_template(
        "administration/data_incident.html",
        shown=shown,
        asked=asked,
        row=shown.row,
        told=list_told_lines(shown.row),
        ways=OWN_WAYS,
        sent=sent[0],
        values=sent[1],
        now=as_iso(office_now())[:16],
        errors=errors or {},
        code=code,
        done=request.args.get("done", ""),
        longest=LONGEST,
    )
