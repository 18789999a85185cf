"""`/deployments/…`: what a second person confirms, line by line beside what runs, and both files to take."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, render_template, request

from api.context import current_actor, make_unit, monitor
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from services.deployments.find_tried import find_tried
from services.deployments.list_deployments import ChangedFile
from services.deployments.read_proposal import AskedPage, read_proposal, read_proposed_file
from services.deployments.read_version import read_version, read_version_file
from services.forms.typed import read_number
from services.what_if.candidate import Suggesting
from services.what_if.read_what_ifs import Answer

blueprint = Blueprint("staff_deployment_files", __name__, url_prefix="/deployments")
# Of any file, as it is: a browser saves it and shows nothing.
_ANY_TYPE = "application/octet-stream"
_MOST_PAGES = 99
# Tables that are asked at intake, as shipped; no other can be tried.
_TABLES = frozenset(f"{one.value}.dmn" for one in Suggesting)


@blueprint.get("/<proposal_id>")
@permission(Permission.PROPOSE)
def proposal(proposal_id: str) -> str:
    """The files of a proposal beside what runs."""
    page = read_number(request.args.get("page", ""), 1, _MOST_PAGES) or 1
    found = read_proposal(AskedPage(proposal_id, page), make_unit(), current_actor(), monitor())
    changed = [one.file for one in found.files if not one.file.is_same]
    return render_template("staff/deployment_proposal.html", found=found, tried=_find_tried(changed))


@blueprint.get("/<proposal_id>/files/<int:no>")
@permission(Permission.PROPOSE)
def proposed_file(proposal_id: str, no: int) -> Response:
    """One of its files as it was brought."""
    name, content = read_proposed_file(proposal_id, no, make_unit(), current_actor())
    return send_stream([content], name, _ANY_TYPE)


@blueprint.get("/versions/<key>")
@permission(Permission.PROPOSE)
def version(key: str) -> str:
    """A version beside the earlier one that somebody answers for."""
    found = read_version(key, make_unit(), current_actor(), monitor())
    tried = _find_tried([found.compared.file])
    return render_template("staff/deployment_version.html", found=found, tried=tried)


@blueprint.get("/versions/<key>/file")
@permission(Permission.PROPOSE)
def version_file(key: str) -> Response:
    """The file of a version as it runs."""
    name, content = read_version_file(key, make_unit(), current_actor(), monitor())
    return send_stream([content], name, _ANY_TYPE)


def _find_tried(files: Sequence[ChangedFile]) -> dict[str, Answer | None]:
    """By digest of each table of rules what came of trying it; None where nobody has."""
    digests = [file.digest for file in files if file.name in _TABLES]
    found = find_tried(digests, make_unit(), current_actor()) if digests else {}
    return {digest: found.get(digest) for digest in digests}
