"""Sheets that go with what is handed to another unit; printing one goes on record."""

from __future__ import annotations

from flask import Blueprint, render_template

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from services.beside.entrustment.get_entrustment_sheet import get_entrustment_sheet
from services.beside.referral.get_referral_sheet import get_referral_sheet

blueprint = Blueprint("staff_sheets", __name__)


@blueprint.get("/cases/<complaint_id>/referrals/<referral_id>/sheet")
@permission(Permission.HANDLE)
def referral_sheet(complaint_id: str, referral_id: str) -> str:
    """The identity-free facts for the other unit, with its receipt code."""
    look = get_referral_sheet(referral_id, make_unit(), current_actor(), of_case=complaint_id)
    return look.hand_out(
        lambda sheet: render_template("staff/referral_sheet.html", sheet=sheet, complaint_id=complaint_id)
    )


@blueprint.get("/cases/<complaint_id>/entrustments/<entrustment_id>/sheet")
@permission(Permission.HANDLE)
def entrustment_sheet(complaint_id: str, entrustment_id: str) -> str:
    """What is asked of the body entrusted, with its receipt code."""
    look = get_entrustment_sheet(entrustment_id, make_unit(), current_actor(), of_case=complaint_id)
    return look.hand_out(
        lambda sheet: render_template("staff/entrustment_sheet.html", sheet=sheet, complaint_id=complaint_id)
    )
