"""`/alarms`: of what suddenly more complaints came in than usual (苗头预警), for people to look at and decide about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.i18n import code_text, gettext
from api.security.permissions import Permission, permission
from models.ground.errors import InvalidInput
from models.ground.wave_codes import WaveDimension
from models.office.wave_alarm import WaveAlarm
from services.views.organisation_names import map_codes_to_names
from services.waves.decide_wave import LONGEST_WORDS, DecideWave, decide_wave, list_decisions
from services.waves.read_waves import read_wave, read_waves

blueprint = Blueprint("staff_alarms", __name__, url_prefix="/alarms")

_NAMED = frozenset({WaveDimension.ITEM, WaveDimension.UNIT})
_OF_LEDGER = {
    WaveDimension.ITEM: "item",
    WaveDimension.WINDOW: "window",
    WaveDimension.CATEGORY: "category",
    WaveDimension.UNIT: "about",
}
# More is not told apart: nobody has seen so many days.
_RAREST = 6.0


@blueprint.get("")
@permission(Permission.SUPERVISE)
def alarms() -> str:
    """What waits first, then what was decided; what is watched, and since when."""
    page = read_waves(make_unit(), current_actor())
    return render_template(
        "staff/alarms.html",
        page=page,
        name_of=_namer([(wave.dimension, wave.code) for wave in (*page.waiting, *page.decided)]),
        rarity=word_rarity,
        dimensions=list(WaveDimension),
        done=request.args.get("done", ""),
    )


@blueprint.get("/<wave_id>")
@permission(Permission.SUPERVISE)
def alarm(wave_id: str) -> str:
    """One, day by day, with what is proposed and what a person decides."""
    return _page(wave_id, {}, {})


@blueprint.post("/<wave_id>/decision")
@permission(Permission.SUPERVISE)
def decide(wave_id: str) -> BaseResponse | tuple[str, int]:
    """Take it up, dismiss it, or say that it is done; faults come back at their fields with what was typed."""
    values = {name: request.form.get(name, "") for name in ("decision", "words", "due_on", "raised")}
    try:
        decision = decide_wave(DecideWave(wave_id, **values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(wave_id, values, dict(refused.errors)), 422
    return redirect(f"/alarms?done={decision.value}", code=303)


def word_rarity(unlikely: float) -> str:
    """`1 in 12,000`, in two figures; beyond a million nothing is told apart."""
    if unlikely >= _RAREST:
        return gettext("less than 1 in a million")
    number = 10**unlikely
    step = 10 ** max(0, len(str(int(number))) - 2)
    return gettext("about 1 in %(n)s", n=f"{max(1, round(number / step)) * step:,}")


def ledger_of(wave: WaveAlarm, since: date, until: date) -> str:
    """The ledger of what came in on these days."""
    days = {"from": since.isoformat(), "until": until.isoformat()}
    return f"/ledger?{urlencode({_OF_LEDGER[wave.dimension]: wave.code, **days})}"


def _page(wave_id: str, values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    found = read_wave(wave_id, make_unit(), current_actor())
    wave = found.wave
    also_named = _namer([(WaveDimension(dimension), code) for dimension, code in wave.also])
    return render_template(
        "staff/alarm.html",
        wave=wave,
        people=found.people,
        name=_namer([(wave.dimension, wave.code)])(wave.dimension, wave.code),
        also=[(dimension, also_named(WaveDimension(dimension), code)) for dimension, code in wave.also],
        rarity=word_rarity(wave.unlikely),
        days=[(date.fromisoformat(day), seen, usual) for day, seen, usual in wave.days],
        ledger_of=lambda since, until: ledger_of(wave, since, until),
        values=values,
        errors=errors,
        decisions=list_decisions(wave.state),
        longest_words=LONGEST_WORDS,
    )


def _namer(series: Sequence[tuple[WaveDimension, str]]) -> Callable[[WaveDimension, str], str]:
    names = map_codes_to_names({code for dimension, code in series if dimension in _NAMED}, make_unit())

    def name(dimension: WaveDimension, code: str) -> str:
        return code_text("category", code) if dimension is WaveDimension.CATEGORY else names.get(code, code)

    return name
