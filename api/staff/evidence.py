"""The evidence of a case, and its files as staff gets them: each for saving, most also in the page."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, render_template, send_file

from api.context import current_actor, make_unit
from api.security.headers import allow_download_sandbox
from api.security.permissions import Permission, permission
from api.sent_files import send_evidence
from api.staff.case_page import case_page
from api.staff.case_sections import EVIDENCE
from services.evidence.open_evidence import OpenEvidence, open_evidence
from services.evidence.show_evidence import ShowEvidence, Shown, show_evidence
from services.views.evidence_viewer import view_evidence

blueprint = Blueprint("staff_evidence", __name__)


@blueprint.get("/cases/<complaint_id>/evidence")
@permission(Permission.HANDLE)
def matrix(complaint_id: str) -> str:
    """The evidence of a case with custody and judgement, and which matter rests on what."""
    return case_page(complaint_id, EVIDENCE)


@blueprint.get("/evidence/<evidence_id>")
@permission(Permission.HANDLE)
def download(evidence_id: str) -> Response:
    """One file as it came in, for saving only; every look is checked against the case again."""
    opened = open_evidence(OpenEvidence(evidence_id), make_unit(), current_actor())
    return send_evidence(opened, as_attachment=True)


@blueprint.get("/evidence/<evidence_id>/picture")
@permission(Permission.HANDLE)
def picture(evidence_id: str) -> Response:
    """The redrawn copy of a picture, for showing in a page; not found for a file of any other kind."""
    command = OpenEvidence(evidence_id, wants_safe_copy=True)
    return send_evidence(open_evidence(command, make_unit(), current_actor()), as_attachment=False)


@blueprint.get("/cases/<complaint_id>/evidence/<evidence_id>")
@permission(Permission.HANDLE)
def viewer(complaint_id: str, evidence_id: str) -> str:
    """One file shown in the page, beside the list of all that this person may open."""
    page = view_evidence(complaint_id, evidence_id, make_unit(), current_actor())
    return render_template("staff/evidence_viewer.html", page=page)


@blueprint.get("/evidence/<evidence_id>/pages/<int:number>")
@permission(Permission.HANDLE)
def document_page(evidence_id: str, number: int) -> Response:
    """A page of a PDF, drawn; the document itself is never given to a browser to run."""
    return _show(ShowEvidence(evidence_id, Shown.PAGE, number))


@blueprint.get("/evidence/<evidence_id>/small")
@permission(Permission.HANDLE)
def small(evidence_id: str) -> Response:
    """A small picture for lists."""
    return _show(ShowEvidence(evidence_id, Shown.SMALL))


@blueprint.get("/evidence/<evidence_id>/play")
@permission(Permission.HANDLE)
def play(evidence_id: str) -> Response:
    """Sound or film for the page's own player, whole or the part that it asks for."""
    return _show(ShowEvidence(evidence_id, Shown.PLAYED))


def _show(command: ShowEvidence) -> Response:
    shown = show_evidence(command, make_unit(), current_actor())
    allow_download_sandbox()
    response = send_file(
        BytesIO(shown.hand_out()),
        mimetype=shown.media_type,
        download_name=shown.name,
        conditional=True,
        etag=False,
    )
    response.headers["Cache-Control"] = "no-store"
    return response
