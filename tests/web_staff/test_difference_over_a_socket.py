"""What a second person confirms, line by line beside what runs, and both files to take: through the real web server."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from bpmn.reading import DECISIONS, FOLDER
from models.office.deployed_version import ResourceKind
from services.deployments.changed_steps import LONGEST_NAME
from services.deployments.deploy_files import DeployFiles
from services.deployments.enter_version import FoundVersion, enter_version
from services.deployments.propose_files import propose_files
from services.deployments.read_proposal import FILES_A_PAGE
from tests.both_databases.test_list_queries import statements
from tests.full_office import FullOffice
from tests.served_office import ServedOffice
from tests.web.pages import Visitor, text_of
from tests.web_staff.fake_monitor import FakeMonitor
from tests.web_staff.test_list_statements import MOST_STATEMENTS

SignIn = Callable[[str], Visitor]
ONE, OTHER, SUPERVISOR, DIRECTOR, CLERK = (
    "guan.xitong", "xian.lutong", "jian.rujing", "zong.lanyun", "wen.rusheng",
)  # fmt: skip
TABLE, DIAGRAM = (DECISIONS / "complexity.dmn").read_bytes(), (FOLDER / "extension.bpmn").read_bytes()
OWN = TABLE.replace(b"<text>", "<text>&lt;script&gt;转办其他单位".encode(), 1)
# As an owner drew it: no release said so.
OWNS = DIAGRAM.replace(b"</bpmn:process>", "<bpmn:task id='Task_Own' name='加办'/></bpmn:process>".encode())
KEYS = ("2251799813681001", "2251799813681002")


def enter(office: FullOffice, key: str, found: tuple[str, bytes, int], by: str | None = None) -> None:
    """Name, content and number of a version on record; without `by` as a release ships it, else as past the door."""
    name, content, number = found
    kind = ResourceKind.DECISION if name.endswith(".dmn") else ResourceKind.PROCESS
    of = name.rpartition(".")[0]
    with office.unit_of_work() as unit:
        enter_version(FoundVersion(key, kind, of, of, number, name, content), [], unit, deployed_by=by)


def bring(office: FullOffice, *files: tuple[str, bytes]) -> str:
    return propose_files(DeployFiles(files, ()), office.unit_of_work(), office.actor(ONE))


def pre_of(page: str) -> str:
    """All differences of a page as they are read."""
    return unescape("\n".join(re.findall(r"<pre class=\"raw\">(.*?)</pre>", page, re.DOTALL)))


def test_the_second_person_reads_line_by_line_what_he_confirms(served_office: ServedOffice) -> None:
    """SE-38, G2: old and new cell of a table, escaped, and both files as they are; also while the engine is away."""
    office = served_office.office
    enter(office, KEYS[0], ("complexity.dmn", TABLE, 1))
    # What an owner deployed before: the engine alone has its file.
    enter(office, KEYS[1], ("extension.bpmn", OWNS, 1), by=ONE)
    proposal = bring(office, ("complexity.dmn", OWN), ("extension.bpmn", DIAGRAM))
    at = f"/deployments/{proposal}"
    for login in (OTHER, SUPERVISOR, DIRECTOR, ONE):
        reader = served_office.visitor(login)
        assert at in reader.get("/deployments").text
        page = reader.get(at)
        assert page.status_code == 200, login
    assert "<script>转办" not in page.text
    told, lines = text_of(page), pre_of(page.text).splitlines()
    assert "逐行比较：增加1行，删除1行" in told
    (new,) = [line for line in lines if line.startswith("+")]
    (old,) = [line for line in lines if line.startswith("-")]
    assert "<text><script>转办其他单位" in new
    assert new[1:].replace("<script>转办其他单位", "") == old[1:]
    assert "流程服务暂时没有应答" in told, "of the diagram, whose earlier file the engine has"
    assert "complexity.dmn" in told and "extension.bpmn" in told and "返回确认" in told
    new_file = reader.get(f"{at}/files/1")
    assert new_file.content == OWN
    assert "attachment" in new_file.headers["Content-Disposition"]
    assert reader.get(f"/deployments/versions/{KEYS[0]}/file").content == TABLE
    assert reader.get(f"{at}/files/2").content == DIAGRAM
    assert reader.get(f"/deployments/versions/{KEYS[1]}/file").status_code == 503
    assert "put in" in text_of(reader.get(f"{at}?lang=en"))
    clerk = served_office.visitor(CLERK)
    ways = (at, f"{at}/files/1", f"/deployments/versions/{KEYS[0]}", f"/deployments/versions/{KEYS[0]}/file")
    for way in ways:
        assert clerk.get(way).status_code == 403, way
    for way in (
        "/deployments/0",
        f"{at}/files/3",
        f"{at}/files/0",
        f"{at}/files/{'9' * 20}",
        "/deployments/versions/0",
    ):
        assert reader.get(way).status_code == 404, way


def test_a_version_past_the_door_stands_beside_the_earlier_one(
    office: FullOffice, sign_in: SignIn, monitor: FakeMonitor
) -> None:
    """SE-38, OW-25: whoever reviews it or has the earlier one put back reads what it says."""
    enter(office, KEYS[0], ("extension.bpmn", DIAGRAM, 1))
    enter(office, KEYS[1], ("extension.bpmn", OWNS, 2))
    monitor.diagrams[KEYS[1]] = OWNS.decode()
    administrator = sign_in(OTHER)
    at = f"/deployments/versions/{KEYS[1]}"
    assert at in administrator.get("/deployments").text
    page = administrator.get(at).text
    assert "加办" in text_of(administrator.get(at)), "in words as before"
    assert any(line.startswith("+") and 'name="加办"' in line for line in pre_of(page).splitlines())
    assert administrator.get(f"{at}/file").data == OWNS
    # The engine's store is another one, and then it is away.
    monitor.diagrams[KEYS[1]] = DIAGRAM.decode()
    assert "与登记的摘要不符" in text_of(administrator.get(at))
    monitor.is_away = True
    assert "流程服务暂时没有应答" in text_of(administrator.get(at))
    assert administrator.get(f"{at}/file").status_code == 503
    assert "没有上一版" in text_of(administrator.get(f"/deployments/versions/{KEYS[0]}"))


def test_many_large_files_stay_within_the_bounds_of_a_page(
    office: FullOffice, sign_in: SignIn, monitor: FakeMonitor
) -> None:
    """As many statements for many files as for one, and no page that a slow line cannot carry."""
    rows = "".join(f"<bpmn:task id='Task_{number}' name='第{number}步'/>" for number in range(600))
    large = DIAGRAM.replace(b"</bpmn:process>", f"{rows}</bpmn:process>".encode())
    for number in range(FILES_A_PAGE + 2):
        enter(office, f"22517998136820{number:02d}", (f"table-{number:02d}.dmn", TABLE, 1), by=ONE)
        monitor.decision_files[f"22517998136820{number:02d}"] = TABLE.decode()
    names = [f"table-{number:02d}.dmn" for number in range(FILES_A_PAGE + 2)]
    proposal = bring(office, *((name, large) for name in names))
    supervisor = sign_in(SUPERVISOR)
    supervisor.get("/deployments")
    with statements(office) as seen:
        page = supervisor.get(f"/deployments/{proposal}")
    assert len(seen) <= MOST_STATEMENTS
    assert len(page.data) < 200_000
    assert page.text.count("<details>") == FILES_A_PAGE
    assert "行未列出" in page.text
    second = supervisor.get(f"/deployments/{proposal}?page=2")
    assert second.text.count("<details>") == 2


def test_names_of_steps_hide_nothing_and_are_cut_where_a_person_confirms(
    office: FullOffice, sign_in: SignIn, monitor: FakeMonitor
) -> None:
    """SE-38: a file may turn the direction of writing, or be one name of megabytes."""
    # What a release ships is read without the engine.
    monitor.is_away = True
    enter(office, KEYS[0], ("extension.bpmn", DIAGRAM, 1))
    task = "manualTask"
    steps = f"<bpmn:{task} id='Task_A' name='加\u202e办'/><bpmn:{task} id='Task_B' name='{'囍' * 20_000}'/>"
    drawn = DIAGRAM.replace(b"</bpmn:process>", f"{steps}</bpmn:process>".encode())
    proposal = bring(office, ("extension.bpmn", drawn))
    supervisor = sign_in(SUPERVISOR)
    listed = supervisor.get("/deployments").text
    assert listed.count("囍") == LONGEST_NAME
    lines = supervisor.get(f"/deployments/{proposal}").text
    assert f"{'囍' * LONGEST_NAME}…" in lines.partition("<details>")[0]
    for page in (listed, lines):
        assert "加\\u202e办" in page
        assert "\u202e" not in page
