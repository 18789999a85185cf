"""`/signals`: records that do not go together (弄虚作假线索), base rates, people in the order of surprise; no verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from api.staff.signal_places import list_places
from models.ground.errors import InvalidInput
from models.ground.signal_codes import SignalCode, SignalDecision, SignalState
from services.signals.decide_signal import LONGEST_WORDS, DecideSignal, decide_signal
from services.signals.rank_people import FALSE_SHARE, LEAST_OTHERS, MOST_OF_ONE
from services.signals.read_signals import OF_OTHER_CASES, AskedSignals, read_signal, read_signals

blueprint = Blueprint("staff_signals", __name__, url_prefix="/signals")

_FILTERS = ("state", "code", "person")


@blueprint.get("")
@permission(Permission.SUPERVISE)
def signals() -> str:
    """Rules with their base rates, people, and what waits or was decided."""
    asked = AskedSignals(
        request.args.get("state", SignalState.OPEN.value),
        *(request.args.get(name, "") for name in ("code", "person", "after")),
    )
    page = read_signals(asked, make_unit(), current_actor())
    return render_template(
        "staff/signals.html",
        page=page,
        asked=asked,
        states=list(SignalState),
        codes=list(SignalCode),
        address_of=address_of,
        percent=word_percent,
        chance=word_chance,
        done=request.args.get("done", ""),
        least_others=LEAST_OTHERS,
        most_of_one=int(MOST_OF_ONE),
        false_share=int(100 * FALSE_SHARE),
    )


@blueprint.get("/<signal_id>")
@permission(Permission.SUPERVISE)
def signal(signal_id: str) -> str:
    """One with its evidence, and what is decided about it."""
    return _page(signal_id, {}, {})


@blueprint.post("/<signal_id>/decision")
@permission(Permission.SUPERVISE)
def decide(signal_id: str) -> BaseResponse | tuple[str, int]:
    """Take it up or dismiss it; faults come back at their fields with what was typed."""
    values = {name: request.form.get(name, "") for name in ("decision", "reason")}
    try:
        decision = decide_signal(DecideSignal(signal_id, **values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(signal_id, values, dict(refused.errors)), 422
    if decision is SignalDecision.TAKE_UP:
        return redirect(f"/signals/{signal_id}", code=303)
    return redirect(f"/signals?done={decision.value}", code=303)


def address_of(asked: AskedSignals, **other: str) -> str:
    """The same list with these values instead; its filters stay."""
    values = {name: getattr(asked, name) for name in _FILTERS} | other
    return f"/signals?{urlencode({name: value for name, value in values.items() if value})}"


def word_percent(rate: float | None) -> str:
    """With one digit; a dash where there is none."""
    return "–" if rate is None else f"{100 * rate:.1f}%"


def word_chance(chance: float | None) -> str:
    """Three digits, or less than the least that they tell."""
    if chance is None:
        return "–"
    return f"{chance:.3f}" if chance >= 0.001 else f"{chance:.0e}"


def _page(signal_id: str, values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    page = read_signal(signal_id, make_unit(), current_actor())
    places = list_places(page.signal, OF_OTHER_CASES)
    parts = [
        (part["what"], None if part["at"] is None else datetime.fromisoformat(part["at"]), part["ref"], place)
        for part, place in zip(page.signal.evidence, places, strict=True)
    ]
    return render_template(
        "staff/signal.html",
        page=page,
        parts=parts,
        of_other_cases=OF_OTHER_CASES,
        decisions=list(SignalDecision),
        values=values,
        errors=errors,
        longest_words=LONGEST_WORDS,
    )
