"""`/checklists`: what to bring, to ask for and to refuse before doing business, for every window and item by item."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from api.context import make_unit
from api.security.permissions import Permission, permission
from services.office.item_checklists import LONGEST_WORDS, MOST_ITEMS, get_item_page, list_items

blueprint = Blueprint("citizen_checklists", __name__, url_prefix="/checklists")


@blueprint.get("")
@permission(Permission.PUBLIC)
def checklists() -> str:
    """What holds at every window, and the items to choose from."""
    words = request.args.get("words", "")[:LONGEST_WORDS]
    return render_template(
        "citizen/checklists.html",
        found=list_items(words, make_unit()),
        words=words,
        longest=LONGEST_WORDS,
        most=MOST_ITEMS,
    )


@blueprint.get("/<item>")
@permission(Permission.PUBLIC)
def checklist(item: str) -> str:
    """One item as the register has it, with its own list and the general one."""
    return render_template("citizen/checklist.html", page=get_item_page(item, make_unit()))
