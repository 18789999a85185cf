"""The navigation of every page: one row an entry; the frame shows what the person may call, in groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import Flask

from api.alert_badge import alert_badge
from api.channel_badge import channel_badge
from api.context import current_session
from api.limit_badge import limit_proposals_badge
from api.outbox_badge import outbox_badge
from api.places_look import look_at_items, look_at_units, look_at_windows
from api.run_badge import run_proposals_badge
from api.security.permissions import Permission, is_allowed
from api.standstill_badge import incidents_badge, standstill_badge
from api.task_badge import task_badge


class Group(StrEnum):
    """Headings of the staff's navigation, in their order; a visitor sees `CITIZEN` alone."""

    CITIZEN = "citizen"
    WORK = "work"
    SUPERVISION = "supervision"
    ADMINISTRATION = "administration"
    MINE = "mine"


@dataclass(frozen=True, slots=True)
class Entry:
    """`name` has a text `nav.<name>`; `icon` stands in web/icons.json; `badge` counts what waits there, None for nothing.

    An entry of the administration is a tile of its start page too and has a sentence `administration.<name>` there; `look`
    counts for that page alone what needs a look, so that no other page asks the database for it.
    """

    name: str
    address: str
    permission: Permission
    group: Group
    icon: str
    badge: Callable[[], Any] | None = None
    look: Callable[[], int] | None = None
    # The letter by which the browser leads there from everywhere (accesskey); the panel of keys tells it.
    key: str | None = None


ENTRIES = (
    Entry("file", "/complaints/new", Permission.PUBLIC, Group.CITIZEN, "pencil-square"),
    Entry("progress", "/progress", Permission.PUBLIC, Group.CITIZEN, "search"),
    Entry("appointments", "/appointments", Permission.PUBLIC, Group.CITIZEN, "calendar3"),
    Entry("handover", "/handover", Permission.PUBLIC, Group.CITIZEN, "building"),
    Entry("guide", "/guide", Permission.PUBLIC, Group.CITIZEN, "book"),
    Entry("tasks", "/tasks", Permission.HANDLE, Group.WORK, "inbox", task_badge, key="t"),
    Entry("cases", "/cases", Permission.HANDLE, Group.WORK, "folder2-open", key="k"),
    Entry("ledger", "/ledger", Permission.HANDLE, Group.WORK, "table"),
    Entry("unit_cases", "/unit-cases", Permission.ANSWER_FOR_UNIT, Group.WORK, "building"),
    Entry("register", "/register", Permission.INTAKE, Group.WORK, "pencil-square", key="n"),
    Entry("counter", "/counter", Permission.INCOMING, Group.WORK, "person", key="j"),
    Entry("orders", "/orders", Permission.INTAKE, Group.WORK, "table"),
    Entry("incoming", "/incoming", Permission.INCOMING, Group.WORK, "envelope-open"),
    Entry("anonymous_list", "/anonymous-list", Permission.INCOMING, Group.WORK, "list"),
    Entry("openings", "/openings", Permission.INCOMING, Group.WORK, "mailbox"),
    Entry("letters", "/letters", Permission.HANDLE, Group.WORK, "file-earmark-text"),
    Entry("post", "/post", Permission.HANDLE, Group.WORK, "envelope"),
    Entry("notices", "/notices", Permission.HANDLE, Group.WORK, "send"),
    Entry("group_proposals", "/group-proposals", Permission.GROUP, Group.WORK, "people"),
    Entry("reviews", "/reviews", Permission.HANDLE, Group.WORK, "check2-square"),
    Entry("board", "/board", Permission.SUPERVISE, Group.SUPERVISION, "bar-chart"),
    Entry("alerts", "/alerts", Permission.SUPERVISE, Group.SUPERVISION, "bell", alert_badge),
    Entry("due", "/due", Permission.SUPERVISE, Group.SUPERVISION, "alarm"),
    Entry("alarms", "/alarms", Permission.SUPERVISE, Group.SUPERVISION, "graph-up"),
    Entry("recurrence", "/recurrence", Permission.SUPERVISE, Group.SUPERVISION, "arrow-repeat"),
    Entry("signals", "/signals", Permission.SUPERVISE, Group.SUPERVISION, "exclamation-triangle"),
    Entry("figures", "/figures", Permission.SUPERVISE, Group.SUPERVISION, "graph-up"),
    Entry("analysis", "/analysis", Permission.SUPERVISE, Group.SUPERVISION, "bar-chart-line"),
    Entry("measures", "/measures", Permission.MEASURE, Group.SUPERVISION, "check2-square"),
    Entry("summaries", "/summaries", Permission.SUPERVISE, Group.SUPERVISION, "table"),
    Entry("studies", "/studies", Permission.SUPERVISE, Group.SUPERVISION, "search"),
    Entry("instances", "/monitor/instances", Permission.SUPERVISE, Group.SUPERVISION, "diagram-3"),
    Entry(
        "incidents",
        "/monitor/incidents",
        Permission.SUPERVISE,
        Group.SUPERVISION,
        "exclamation-triangle",
        incidents_badge,
    ),
    Entry(
        "runs", "/monitor/runs", Permission.SUPERVISE, Group.SUPERVISION, "arrow-repeat", run_proposals_badge
    ),
    Entry("held_messages", "/monitor/messages", Permission.SUPERVISE, Group.SUPERVISION, "envelope"),
    Entry("stuck", "/monitor/stuck", Permission.SUPERVISE, Group.SUPERVISION, "person-x", standstill_badge),
    Entry("versions", "/monitor/versions", Permission.SUPERVISE, Group.SUPERVISION, "layers"),
    Entry("outside_reviews", "/outside-reviews", Permission.SUPERVISE, Group.SUPERVISION, "signpost-split"),
    Entry("mandates", "/mandates", Permission.MANDATES, Group.SUPERVISION, "shield-check"),
    Entry("oversight", "/oversight", Permission.OVERSEE, Group.WORK, "bar-chart-line"),
    Entry("audit", "/audit", Permission.AUDIT, Group.WORK, "shield-check"),
    Entry("audit_trail", "/audit/trail", Permission.AUDIT, Group.WORK, "list"),
    Entry("audit_looks", "/audit/looks", Permission.AUDIT, Group.WORK, "eye"),
    Entry("audit_accounts", "/audit/accounts", Permission.AUDIT, Group.WORK, "people"),
    Entry("appraisals", "/appraisals", Permission.APPRAISE, Group.SUPERVISION, "folder2-open"),
    Entry("transfers", "/transfers", Permission.APPRAISE, Group.SUPERVISION, "box-arrow-right"),
    Entry("administration", "/administration", Permission.ADMINISTER, Group.ADMINISTRATION, "house"),
    Entry(
        "units",
        "/administration/units",
        Permission.ADMINISTER,
        Group.ADMINISTRATION,
        "building",
        look=look_at_units,
    ),
    Entry(
        "windows",
        "/administration/windows",
        Permission.ADMINISTER,
        Group.ADMINISTRATION,
        "geo-alt",
        look=look_at_windows,
    ),
    Entry(
        "items",
        "/administration/items",
        Permission.ADMINISTER,
        Group.ADMINISTRATION,
        "list",
        look=look_at_items,
    ),
    Entry("import", "/administration/import", Permission.ADMINISTER, Group.ADMINISTRATION, "upload"),
    Entry("prior_tables", "/prior/tables", Permission.PRIOR, Group.ADMINISTRATION, "table"),
    Entry("accounts", "/accounts", Permission.ADMINISTER, Group.ADMINISTRATION, "person-gear"),
    Entry("routes", "/routes", Permission.ADMINISTER, Group.ADMINISTRATION, "signpost-split"),
    Entry("approvals", "/approvals", Permission.ADMINISTER, Group.ADMINISTRATION, "check2-square"),
    Entry(
        "limits",
        "/administration/limits",
        Permission.LIMITS,
        Group.ADMINISTRATION,
        "hourglass-split",
        limit_proposals_badge,
    ),
    Entry("what_if", "/what-if", Permission.LIMITS, Group.ADMINISTRATION, "arrow-repeat"),
    Entry("about", "/administration/about", Permission.LIMITS, Group.ADMINISTRATION, "building"),
    Entry("privacy", "/privacy", Permission.PRIVACY, Group.ADMINISTRATION, "shield-check"),
    Entry("calendar", "/administration/calendar", Permission.ADMINISTER, Group.ADMINISTRATION, "calendar3"),
    Entry(
        "visiting_hours",
        "/administration/appointments",
        Permission.ADMINISTER,
        Group.ADMINISTRATION,
        "clock",
    ),
    Entry("legal_bases", "/legal-bases", Permission.ADMINISTER, Group.ADMINISTRATION, "book"),
    Entry("refusal_grounds", "/refusal-grounds", Permission.ADMINISTER, Group.ADMINISTRATION, "slash-circle"),
    Entry("categories", "/administration/categories", Permission.ADMINISTER, Group.ADMINISTRATION, "tags"),
    Entry("causes", "/administration/causes", Permission.ADMINISTER, Group.ADMINISTRATION, "diagram-3"),
    Entry(
        "recurrence_rule",
        "/administration/recurrence",
        Permission.ADMINISTER,
        Group.ADMINISTRATION,
        "arrow-repeat",
    ),
    Entry(
        "letter_texts",
        "/administration/letter-texts",
        Permission.ADMINISTER,
        Group.ADMINISTRATION,
        "file-earmark-text",
    ),
    Entry("keeping", "/administration/keeping", Permission.ADMINISTER, Group.ADMINISTRATION, "folder2-open"),
    Entry(
        "sources", "/administration/sources", Permission.ADMINISTER, Group.ADMINISTRATION, "chat-left-text"
    ),
    Entry("alert_mail", "/administration/alert-mail", Permission.ADMINISTER, Group.ADMINISTRATION, "bell"),
    Entry("group_policy", "/group-policy", Permission.ADMINISTER, Group.ADMINISTRATION, "sliders"),
    Entry("proposals", "/proposals", Permission.ADMINISTER, Group.ADMINISTRATION, "diagram-3"),
    Entry("outbox", "/outbox", Permission.ADMINISTER, Group.ADMINISTRATION, "box-arrow-right", outbox_badge),
    Entry("health", "/health", Permission.ADMINISTER, Group.ADMINISTRATION, "graph-up"),
    Entry("bulletins", "/bulletins", Permission.SIGNED_IN, Group.MINE, "file-earmark-text"),
    Entry("relations", "/relations", Permission.HANDLE, Group.MINE, "shield-check"),
    Entry("concerning_me", "/concerning-me", Permission.SIGNED_IN, Group.MINE, "person-lines-fill"),
    Entry("accountability", "/accountability", Permission.SIGNED_IN, Group.MINE, "book"),
    Entry("performance", "/performance", Permission.SIGNED_IN, Group.MINE, "star"),
    Entry("staffing", "/staffing", Permission.SIGNED_IN, Group.MINE, "people"),
    Entry("absences", "/absences", Permission.SIGNED_IN, Group.MINE, "calendar-x"),
    Entry("channels", "/channels", Permission.SIGNED_IN, Group.MINE, "telephone", channel_badge),
    Entry("sessions", "/sessions", Permission.OWN_ACCOUNT, Group.MINE, "clock"),
    Entry("second_factor", "/second-factor/mine", Permission.OWN_ACCOUNT, Group.MINE, "shield-check"),
    Entry("password", "/password", Permission.OWN_ACCOUNT, Group.MINE, "key"),
)


def navigation() -> list[tuple[Group, list[Entry]]]:
    """What the person of this request may call, by group, without empty groups."""
    session = current_session()
    groups = [Group.CITIZEN] if session is None else [group for group in Group if group is not Group.CITIZEN]
    rows = [
        (
            group,
            [entry for entry in ENTRIES if entry.group is group and is_allowed(entry.permission, session)],
        )
        for group in groups
    ]
    return [(group, entries) for group, entries in rows if entries]


def register_navigation(app: Flask) -> None:
    """Give the frame of the pages `navigation`."""
    app.jinja_env.globals["navigation"] = navigation
