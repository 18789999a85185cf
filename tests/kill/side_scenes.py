"""Scenes of the kill test beside the way of a case: acts, requests and windows."""

from __future__ import annotations

from tests.acceptance.walk import CLERK, READER, Case, file_case, open_task
from tests.kill.persistent_people import PersistentPeople
from tests.kill.scene import Scene
from tests.kill.wholeness import acts_on_file


def act_again(scene: Scene) -> None:
    """A supervisor takes an act; where no answer came, the browser sends the same again."""
    case = _file_and_wait(scene)
    scene.arm()
    people = PersistentPeople(scene.office.address, scene.office.passwords, scene.revive)
    try:
        people.take_act(READER, case.complaint_id, "open-supervision", {"reason": "请说明进度"})
    finally:
        people.close()
    taken = acts_on_file(scene.office)[case.complaint_id, "open-supervision"]
    assert taken == 1, "what was sent again is another act"


def open_request(scene: Scene) -> None:
    """A supervision is opened, and what tells the engine of it dies."""
    case = _file_and_wait(scene)
    scene.arm()
    scene.office.people.take_act(READER, case.complaint_id, "open-supervision", {"reason": "请说明进度"})
    scene.revive()


def answer_window(scene: Scene) -> None:
    """Material that was asked for comes, and what tells the engine of it dies."""
    case = _file_and_wait(scene)
    asked = {"items": "收件回执", "window_wd": 3, "way": "phone"}
    scene.office.people.take_act(CLERK, case.complaint_id, "request-supplement", asked)
    scene.office.settle()
    scene.arm()
    scene.office.people.knock_as_complainant(case.number, case.query_code, "supplement", {"text": "见附件"})
    scene.revive()


def _file_and_wait(scene: Scene) -> Case:
    scene.case = file_case(scene.office)
    open_task(scene.office, scene.case, "decide-acceptance")
    scene.office.settle()
    return scene.case
