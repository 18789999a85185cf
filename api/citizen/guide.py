"""`/guide`: how one complains here, step by step; `/guide/what-counts`: what a service complaint is and what makes it work."""

from __future__ import annotations

from flask import Blueprint, render_template

from api.citizen.limits import list_told_limits
from api.security.permissions import Permission, permission
from models.ground.codes import Category

_NO_COMPLAINT = (Category.SUGGESTION, Category.NONE)

blueprint = Blueprint("citizen_guide", __name__, url_prefix="/guide")


@blueprint.get("")
@permission(Permission.PUBLIC)
def guide() -> str:
    """To whom, with what in it, within which limits, and how the result comes."""
    return render_template("citizen/guide.html", limits=list_told_limits())


@blueprint.get("/what-counts")
@permission(Permission.PUBLIC)
def what_counts() -> str:
    """The definition with help to decide, irregular acts by kind, and what to prepare."""
    kinds = [category for category in Category if category not in _NO_COMPLAINT]
    return render_template("citizen/what_counts.html", kinds=kinds)
