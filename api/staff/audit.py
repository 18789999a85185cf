"""`/audit`: what an auditor (审计员) reads: whether the records hold, who did what when, who may sign in. It changes nothing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from api.context import app_context, current_actor, make_unit
from api.i18n import code_text, has_text, list_codes
from api.people_list import render_people
from api.security.permissions import Permission, permission
from services.actor import ActorKind
from services.audit.event_groups import EventGroup
from services.audit.list_trail import MOST_NO, FindEvents, list_trail
from services.audit.read_chain import read_chain
from services.forms.typed import read_day, read_number

blueprint = Blueprint("staff_audit", __name__, url_prefix="/audit")
_OTHER = "OTHER"
_NAMED = (ActorKind.CITIZEN.value, ActorKind.SYSTEM.value)


@blueprint.get("")
@permission(Permission.AUDIT)
def state() -> str:
    """How the trail stands, and the ways into it."""
    chain = read_chain(app_context().settings.chain_files, make_unit(), current_actor())
    return render_template("staff/audit.html", chain=chain, groups=tuple(EventGroup))


@blueprint.get("/trail")
@permission(Permission.AUDIT)
def trail() -> str:
    """Events, the newest first; a day that is none narrows nothing and is marked."""
    asked = {
        name: request.args.get(name, "").strip() for name in ("kind", "actor", "number", "since", "until")
    }
    days = {name: read_day(asked[name]) for name in ("since", "until")}
    errors = {name: "NOT_A_DATE" for name, day in days.items() if asked[name] and day is None}
    group = request.args.get("group", "")
    command = FindEvents(
        group=EventGroup(group) if group in set(EventGroup) else None,
        kind=asked["kind"],
        actor=asked["actor"],
        number=asked["number"].upper(),
        since=days["since"],
        until=days["until"],
        before=read_number(request.args.get("before", ""), 1, MOST_NO),
    )
    found = list_trail(command, make_unit(), current_actor())
    kinds = [(kind, event_text(kind)) for kind in list_codes("event") if kind != _OTHER]
    return render_template(
        "staff/audit_trail.html",
        found=found,
        group=command.group,
        groups=tuple(EventGroup),
        kinds=sorted(kinds, key=lambda pair: pair[1]),
        actors=[
            *((code, code_text("actor", code)) for code in _NAMED),
            *sorted(found.people.items(), key=_by_name),
        ],
        values=asked,
        errors=errors,
        older=_older(group, asked, found.before),
        event_text=event_text,
    )


@blueprint.get("/accounts")
@permission(Permission.AUDIT)
def accounts() -> str:
    """Who has which roles and whether he may sign in."""
    return render_people("staff/audit_accounts.html")


def event_text(kind: str) -> str:
    """An event in words; one of a later or earlier release has none."""
    return code_text("event", kind if has_text(f"event.{kind}") else _OTHER)


def _by_name(pair: tuple[str, str]) -> str:
    return pair[1]


def _older(group: str, asked: dict[str, Any], before: int | None) -> str | None:
    """The address of the next page; None on the last."""
    if before is None:
        return None
    kept = {name: value for name, value in ({"group": group} | asked).items() if value}
    return f"/audit/trail?{urlencode(kept | {'before': before})}"
