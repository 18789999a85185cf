"""Where a chart comes from that somebody takes away: a look at the complaints, or a page of analysis by entries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from api.context import office_now
from api.i18n import code_text
from api.staff.analysis_form import analysis_address, read_analysis
from api.staff.analysis_limits import look_at_limits
from api.staff.analysis_list import find_analysis
from api.staff.analysis_problems import look_at_problems
from api.staff.analysis_rates import look_at_rates
from api.staff.analysis_stages import look_at_stages
from api.staff.analysis_words import say_period
from api.staff.chart import Chart
from api.staff.entry_look import Look
from models.clock.legal_time import beijing_date

_LOOKS: Mapping[str, Callable[[Mapping[str, str]], Look]] = {
    "problems": look_at_problems,
    "limits": look_at_limits,
    "stages": look_at_stages,
    "rates": look_at_rates,
}


@dataclass(frozen=True, slots=True)
class ChartSource:
    """What its page is called and has in its fields, of which complaints it is, and where it is.

    Its charts are counted when they are `read`, which may raise FiguresAway.
    """

    label: str
    told: str
    values: Mapping[str, str]
    back: str
    read: Callable[[], tuple[Chart, ...]]


def find_source(sent: Mapping[str, str]) -> ChartSource:
    """By the field `of`; the first look where it is none that there is."""
    if (look_at := _LOOKS.get(sent.get("of", ""))) is not None:
        look = look_at(sent)
        label = code_text("analysis_page", look.code)
        values = {"of": look.code, **look.values}
        return ChartSource(label, look.told, values, look.address, lambda: look.read().charts)
    chosen, now = find_analysis(sent.get("of")), office_now()
    asked = read_analysis(chosen, sent, now, beijing_date(now))
    label = code_text("analysis", chosen.code)
    address = analysis_address(asked.values)
    return ChartSource(label, say_period(asked), asked.values, address, lambda: chosen.read(asked).charts)
