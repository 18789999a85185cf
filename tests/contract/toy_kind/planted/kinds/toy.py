"""Somebody is asked for a toy."""

from models.beside.toy_request import ToyRequest  # type: ignore[import-not-found]  # planted beside this file

from bpmn.names import MessageName
from models.case.lifecycle import ClockKind, Stage
from services.requests.request_kind import CitizenStep, Opening, RequestKind, Window, columns

TOY = RequestKind(
    name="toy",
    table=ToyRequest,
    opening=Opening(
        "toy.asked",
        "toy_id",
        MessageName.REVIEW_REQUESTED,
        told=columns("colour", "window_ends_at"),
        sent=columns("complaint_id"),
    ),
    clocks={"own_clock_id": ClockKind.REVIEW},
    lapses_on_leaving=frozenset({Stage.DISPOSAL}),
    has_own_process=True,
    view_columns=columns("colour", "window_ends_at", "given_at"),
    windows=(Window("toy"),),
    citizen_steps=(CitizenStep("TOY_ASKED", "requested_at"),),
    reference_letter="T",
)
