"""Every route declares who may call it; one that declares nothing stops the application at start."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask

from models.ground.codes import APART_ROLES, Role
from services.accounts.sessions import SessionInfo

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "required_permission"


class Permission(StrEnum):
    """Groups of people as the routes distinguish them; the use cases decide the single case.

    SIGNED is for programs without a session: the use case asks for the signature of each request before anything else.
    SIGNED_IN is whoever works here, OWN_ACCOUNT whoever has an account: overseers and auditors do no work here.
    """

    PUBLIC = "public"
    SIGNED = "signed"
    SIGNED_IN = "signed_in"
    OWN_ACCOUNT = "own_account"
    OVERSEE = "oversee"
    AUDIT = "audit"
    MANDATES = "mandates"
    INTAKE = "intake"
    INCOMING = "incoming"
    GROUP = "group"
    HANDLE = "handle"
    ANSWER_FOR_UNIT = "answer_for_unit"
    SUPERVISE = "supervise"
    ADMINISTER = "administer"
    LIMITS = "limits"
    PRIVACY = "privacy"
    PRIOR = "prior"
    APPRAISE = "appraise"
    COUNTER_COPY = "counter_copy"
    MEASURE = "measure"
    CHECKLISTS = "checklists"
    PROPOSE = "propose"


_HANDLERS = frozenset(
    {
        Role.INTAKE,
        Role.INVESTIGATOR,
        Role.APPROVER,
        Role.DIRECTOR,
        Role.SUPERVISOR,
        Role.UNIT_REP,
        Role.RETURN_VISIT,
    }
)

ROLES: dict[Permission, frozenset[Role]] = {
    Permission.INTAKE: frozenset({Role.INTAKE}),
    Permission.INCOMING: frozenset({Role.INTAKE, Role.SUPERVISOR}),
    Permission.GROUP: frozenset({Role.INTAKE, Role.SUPERVISOR}),
    Permission.HANDLE: _HANDLERS,
    Permission.ANSWER_FOR_UNIT: frozenset({Role.UNIT_REP}),
    Permission.SUPERVISE: frozenset({Role.SUPERVISOR, Role.DIRECTOR}),
    Permission.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
    Permission.LIMITS: frozenset({Role.ADMINISTRATOR, Role.DIRECTOR}),
    Permission.PRIVACY: frozenset({Role.ADMINISTRATOR, Role.DIRECTOR, Role.SUPERVISOR}),
    Permission.PRIOR: frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR}),
    Permission.APPRAISE: frozenset({Role.SUPERVISOR, Role.APPROVER, Role.DIRECTOR}),
    Permission.COUNTER_COPY: frozenset({Role.INTAKE, Role.DIRECTOR}),
    Permission.MEASURE: frozenset({Role.SUPERVISOR, Role.DIRECTOR, Role.UNIT_REP}),
    Permission.CHECKLISTS: frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR, Role.DIRECTOR}),
    Permission.PROPOSE: frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR, Role.DIRECTOR}),
    Permission.OVERSEE: frozenset({Role.OVERSEER}),
    Permission.AUDIT: frozenset({Role.AUDITOR}),
    Permission.MANDATES: frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR, Role.DIRECTOR}),
}


class UndeclaredRoute(Exception):
    """A route declares no permission."""


def permission(required: Permission) -> Callable[[View], View]:
    """Declare who may call the view (a function, or a MethodView's method)."""

    def mark(view: View) -> View:
        setattr(view, _MARK, required)
        return view

    return mark


def required_permission(view: Callable[..., Any], method: str) -> Permission | None:
    """What a view declares for an HTTP method; None when nothing was declared."""
    view_class = getattr(view, "view_class", None)
    if view_class is not None:
        handler = getattr(view_class, method.lower(), None) or getattr(view_class, "get", None)
        return getattr(handler, _MARK, None) or getattr(view_class, _MARK, None)
    return getattr(view, _MARK, None)


def is_allowed(required: Permission, session: SessionInfo | None) -> bool:
    """Whether the person of `session` (None: a visitor) may call a route that requires `required`."""
    if required in (Permission.PUBLIC, Permission.SIGNED):
        return True
    if session is None:
        return False
    if required is Permission.SIGNED_IN:
        return not APART_ROLES & session.roles
    return required is Permission.OWN_ACCOUNT or bool(ROLES[required] & frozenset(session.roles))


def refuse_undeclared_routes(app: Flask) -> None:
    """Raises UndeclaredRoute naming the first route without a permission."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            if required_permission(view, method) is None:
                raise UndeclaredRoute(f"{method} {rule.rule} ({rule.endpoint})")
