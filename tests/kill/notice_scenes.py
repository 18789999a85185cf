"""Scenes of a notice to a complainant: the workers are killed around the call of the mail server."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from adapters.clock import SystemClock
from models.case.dispatch import Dispatch
from models.ground.dispatch_codes import DispatchPurpose, DispatchState
from models.ground.ids import new_id
from models.ground.ways import Way
from services.dispatch.waits import LEASE_SECONDS
from tests.acceptance.walk import file_case
from tests.kill.scene import Scene
from tests.mail_server import serve_mail


def write_to(scene: Scene) -> None:
    """A notice is due; after the kill nothing is sent a second time, and it is shown in doubt once its lease is over."""
    with serve_mail() as mail:
        scene.extra = ("--mail", str(mail.port))
        scene.case = file_case(scene.office, email="jian@example.com")
        scene.office.settle()
        scene.arm()
        dispatch_id = _plan(scene)
        scene.revive()
        came = len(mail.came)
        assert came == (1 if scene.place.when == "after" else 0)
        assert _state(scene, dispatch_id) is DispatchState.SENDING
        _let_lapse(scene, dispatch_id)
        scene.office.wait_until(
            lambda: _state(scene, dispatch_id) is DispatchState.IN_DOUBT, "the notice is shown in doubt"
        )
        assert len(mail.came) == came, "nothing was sent again"


def _plan(scene: Scene) -> str:
    """As an answer plans it."""
    assert scene.case is not None
    now = SystemClock().now()
    row = Dispatch(
        id=new_id(),
        complaint_id=scene.case.complaint_id,
        purpose=DispatchPurpose.ANSWER,
        subject="round-1",
        way=Way.EMAIL,
        state=DispatchState.WAITING,
        made_at=now,
        state_at=now,
        next_try_at=now,
    )
    dispatch_id = row.id
    with scene.office.clock.database.write_transaction() as session:
        session.add(row)
    return dispatch_id


def _let_lapse(scene: Scene, dispatch_id: str) -> None:
    with scene.office.clock.database.write_transaction() as session:
        row = session.get_one(Dispatch, dispatch_id)
        assert row.begun_at is not None
        row.begun_at -= timedelta(seconds=LEASE_SECONDS)


def _state(scene: Scene, dispatch_id: str) -> DispatchState:
    with scene.office.clock.database.read() as session:
        return session.scalars(select(Dispatch.state).where(Dispatch.id == dispatch_id)).one()
