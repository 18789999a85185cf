"""`/monitor/versions`: which diagrams, decision tables and forms are in use, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template, request

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from api.staff.versions import UsedVersion, list_used_versions
from models.ground.errors import OutsideUnavailable
from services.deployments.key_again import list_keys_again
from services.deployments.list_versions import list_unreviewed_versions

blueprint = Blueprint("staff_monitor_versions", __name__)


@blueprint.get("/monitor/versions")
@permission(Permission.SUPERVISE)
def versions() -> str:
    """The latest version of each, older ones that cases still go by, which nobody has reviewed, and whose keys came again.

    While the engine is away the page says so.
    """
    unreviewed = list_unreviewed_versions(make_unit(), current_actor())
    keys_again = list_keys_again(make_unit(), current_actor())
    try:
        used = list_used_versions()
    except OutsideUnavailable:
        return render_template(
            "staff/versions.html", unreviewed=unreviewed, keys_again=keys_again, is_away=True
        )
    asked = {name: request.args.get(name, "").strip() for name in ("kind", "q", "faulty")}
    shown = [version for version in used if _is_asked_for(version, asked)]
    return render_template(
        "staff/versions.html",
        unreviewed=unreviewed,
        keys_again=keys_again,
        not_reviewed={row.key for row in unreviewed},
        versions=used,
        shown=shown,
        asked=asked,
    )


def _is_asked_for(version: UsedVersion, asked: Mapping[str, str]) -> bool:
    named = asked["q"].casefold() in f"{version.name} {version.id}".casefold()
    return named and asked["kind"] in ("", version.kind) and (not asked["faulty"] or bool(version.faults))
