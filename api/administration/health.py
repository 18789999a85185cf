"""`/health`: each part of the office in words: whether it works, since when not, what that means for people and what to do."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, render_template

from api.context import app_context, current_actor
from api.security.gate import is_fragment
from api.security.permissions import Permission, permission
from services.health.office_state import ANSWER_SECONDS
from services.health.told_parts import Wellness, tell_parts

blueprint = Blueprint("administration_health", __name__, url_prefix="/health")

# More for parts that start a process; they are looked at beside the others.
BESIDE_SECONDS = 0.8


@blueprint.get("")
@permission(Permission.ADMINISTER)
def health() -> str:
    """There within a second and a half whatever is frozen; a part that did not answer in time is told as such."""
    context = app_context()
    context.side_watch.begin()
    seen = {**context.watch.read(ANSWER_SECONDS).parts, **context.side_watch.read(BESIDE_SECONDS)}
    now = context.ports.system_clock.now()
    find_age = partial(context.watch.served.age_seconds, now=now.timestamp())
    told = tell_parts(seen, find_age, current_actor())
    return render_template(
        "administration/health_parts.html" if is_fragment() else "administration/health.html",
        told=told,
        ill=told.count(Wellness.AWAY, Wellness.DEGRADED),
        unknown=told.count(Wellness.UNKNOWN),
        seen_at=now,
    )
