"""Somebody is asked for a toy."""

from models.beside.toy_request import ToyRequest  # type: ignore[import-not-found]  # planted beside this file

from models.case.lifecycle import ClockKind, Stage
from services.requests.request_kind import RequestKind, Window, columns

TOY = RequestKind(
    name="toy",
    table=ToyRequest,
    task_clocks={"UserTask_GiveToy": ClockKind.REVIEW},
    lapses_on_leaving=frozenset({Stage.DISPOSAL}),
    view_columns=columns("colour", "window_ends_at", "given_at"),
    windows=(Window("toy"),),
    reference_letter="T",
)
