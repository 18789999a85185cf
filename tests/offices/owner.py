"""An owner's own step: a limit, a form and a diagram of the office's own, deployed from Modeler while it serves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.acceptance.walk import answer, open_task
from tests.offices.desk import Desk
from tests.owners import changes
from tests.owners.modeler import Deployment, deploy
from tests.up.office_up import ROOT

OWNED_CASE = "owner"


def deploy_own_step(desk: Desk, folder: Path) -> None:
    """The investigation gets a task of the owner's with a form and a limit of its own."""
    basis = ("--amount", "2", "--basis", "云河市政务服务中心核查规定第三条", "--by", "guan.xitong")
    command = [sys.executable, "-m", "deploy", "limits", "add", changes.LIMIT_KEY, *basis]
    subprocess.run(command, env=desk.office.environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    diagram = changes.with_visit_limit(changes.with_site_visit(changes.shipped("investigation.bpmn")))
    files = {"investigation.bpmn": diagram, f"{changes.VISIT_FORM}.form": changes.site_visit_form()}
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    told = deploy([Deployment(desk.office.settings.rest_address, tuple(folder / name for name in files))])
    assert told == [{"investigation": 2, changes.VISIT_FORM: 1}], told


def make_owned_case(desk: Desk) -> None:
    """A case that stands at the owner's task."""
    case = desk.stay(OWNED_CASE, "record-investigation-act")
    answer(desk.office, case, "record-investigation-act")
    open_task(desk.office, case, changes.VISIT_FORM)
