"""Steps of a special study as people take them, for tests of services, workers and pages."""

from __future__ import annotations

from models.ground.codes import Category
from models.office.office_task import OfficeTask
from models.office.study import Study
from services.studies.analyse_study import AnalyseStudy, Entered, analyse_study
from services.studies.decide_study import DecideStudy, decide_study
from services.studies.plan_study import PlanStudy, plan_study
from tests.full_office import FullOffice
from tests.unit.services.summarised_cases import Lived, live

SUPERVISOR, DIRECTOR, CLERK = "jian.rujing", "zong.lanyun", "wen.rusheng"
WHYS = ("窗口要求补交的材料未列入办事指南。", "指南三年未随新规修订。")
ROOT = "没有规定由谁随新规修订办事指南。"


def come_again(
    office: FullOffice, number: int, *, day: int = 1, month: str = "2026-09", found: Category | None = None
) -> list[str]:
    """So many complaints about one item and of one kind found true, of that kind or as `found`, one a day; their ids."""
    ids = []
    for place in range(number):
        received = f"{month}-{day + place:02}T09:00"
        ids.append(live(office, Lived(received, closed=f"{month}-28T09:00", found=found)))
    return ids


def only(office: FullOffice) -> Study:
    (study,) = office.rows(Study)
    return study


def ask(office: FullOffice, page: str, key: str = "9001") -> None:
    """The task as a look brings it, where no engine is beside the test."""
    with office.unit_of_work() as unit:
        study = unit.session.query(Study).one()
        task = OfficeTask(user_task_key=key, process_instance_key="900", page=page, subject_id=study.id)
        task.candidate_groups, task.since = ["supervisor", "director"], unit.clock.now()
        unit.session.add(task)


def plan(office: FullOffice, login: str = SUPERVISOR, due_on: str = "2026-10-20") -> None:
    command = PlanStudy(only(office).id, SUPERVISOR, "为什么一再要求补交材料？", due_on)
    plan_study(command, office.unit_of_work(), office.actor(login))


def analyse(
    office: FullOffice, login: str = SUPERVISOR, root_cause: str = ROOT, shown: str | None = None
) -> None:
    """`shown`: the round of a page that was loaded earlier."""
    study = only(office)
    entered = [Entered(f"why-{no}", why, "办事指南2023年版") for no, why in enumerate(WHYS, 1)]
    command = AnalyseStudy(study.id, shown or str(study.round), "whys", entered, "institution", root_cause)
    analyse_study(command, office.unit_of_work(), office.actor(login))


def decide(office: FullOffice, decision: str, login: str = DIRECTOR, due_on: str = "") -> None:
    study = only(office)
    command = DecideStudy(study.id, str(study.round), decision, "根源清楚，依据充分。", due_on)
    decide_study(command, office.unit_of_work(), office.actor(login))
