"""Installing shipped diagrams and forms: once, again, over an older release, and over owners' versions."""

import hashlib
import json
from pathlib import Path

import pytest

from bpmn.canonical import canonical_digest
from bpmn.reading import FOLDER
from deploy.resources import (
    DeploymentPlan,
    Installed,
    ShippedFile,
    install,
    list_resources_to_deploy,
    list_shipped_files,
    read_recorded_as,
    read_shipped,
)
from models.ground.errors import InvalidInput
from tests.adapters.conftest import Connected
from tests.rest.diagrams import decide_form, decide_process

OLD, NEW, THEIRS = (
    ShippedFile("a.bpmn", b"old"),
    ShippedFile("a.bpmn", b"new"),
    canonical_digest("a.bpmn", b"theirs"),
)
OF_0_2_0 = Path(__file__).with_name("files_of_0_2_0")
SHIPPED = {"a.bpmn": frozenset({OLD.digest, NEW.digest})}


@pytest.mark.parametrize(
    ("latest", "is_deployed", "is_left_alone"),
    [
        (None, True, False),
        (NEW.digest, False, False),
        (OLD.digest, True, False),
        (THEIRS, False, True),
    ],
)
def test_owners_versions_win(latest: str | None, is_deployed: bool, is_left_alone: bool) -> None:
    plan = list_resources_to_deploy({"a.bpmn": latest}, SHIPPED, [NEW])
    assert bool(plan.to_deploy) is is_deployed
    assert bool(plan.left_alone) is is_left_alone


class Product:
    """A folder of shipped files, release after release, and the record of one office."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "bpmn"
        self.record = root / "installed-forms.json"
        self._releases: dict[str, dict[str, str]] = {}
        (self.folder / "forms").mkdir(parents=True)

    def release(self, name: str, *, diagram: str, form: str) -> None:
        (self.folder / "decide.bpmn").write_text(diagram, "utf-8")
        (self.folder / "forms" / "decide.form").write_text(form, "utf-8")
        self._releases[name] = {
            "decide.bpmn": canonical_digest("decide.bpmn", diagram.encode()),
            "decide.form": canonical_digest("decide.form", form.encode()),
        }
        (self.folder / "shipped.json").write_text(json.dumps({"releases": self._releases}), "utf-8")

    def add_decision(self, text: str) -> None:
        (self.folder / "dmn").mkdir(exist_ok=True)
        (self.folder / "dmn" / "unit.dmn").write_text(text, "utf-8")
        for release in self._releases.values():
            release["unit.dmn"] = canonical_digest("unit.dmn", text.encode())
        (self.folder / "shipped.json").write_text(json.dumps({"releases": self._releases}), "utf-8")

    def know_as(self, recorded_as: dict[str, str]) -> None:
        known = {"releases": self._releases, "recorded_as": recorded_as}
        (self.folder / "shipped.json").write_text(json.dumps(known), "utf-8")

    def install(self, connected: Connected) -> Installed:
        return install(connected.resources, self.record, self.folder)


@pytest.fixture
def product(tmp_path: Path) -> Product:
    product = Product(tmp_path)
    product.release("0.1.0", diagram=decide_process(), form=decide_form())
    return product


NEXT_DIAGRAM, NEXT_FORM = decide_process().replace("决定是否受理", "决定受理"), decide_form(label="理由")
NOTHING = Installed((), ())


def start_task(connected: Connected) -> tuple[str, int]:
    """Starts an instance; the schema and version of its task's form."""
    connected.http.post("process-instances", {"processDefinitionId": "decide"})
    form = connected.engine.find_user_task_form(connected.engine.list_open_user_tasks()[-1].user_task_key)
    assert form is not None
    return form.schema, form.version


def test_a_new_engine_gets_everything_and_a_second_start_nothing(
    connected: Connected, product: Product
) -> None:
    assert product.install(connected) == Installed(("decide.form", "decide.bpmn"), ())
    assert product.install(connected) == NOTHING
    assert connected.resources.find_latest_diagram("decide") == decide_process().encode()
    assert start_task(connected) == (decide_form(), 1)
    product.record.unlink()
    assert product.install(connected) == NOTHING


def test_the_next_release_replaces_what_the_last_one_shipped(connected: Connected, product: Product) -> None:
    product.install(connected)
    product.release("0.2.0", diagram=NEXT_DIAGRAM, form=NEXT_FORM)
    assert product.install(connected) == Installed(("decide.form", "decide.bpmn"), ())
    assert connected.resources.find_latest_diagram("decide") == NEXT_DIAGRAM.encode()
    assert start_task(connected) == (NEXT_FORM, 2)
    assert product.install(connected) == NOTHING


def test_an_owners_diagram_is_left_alone_and_named_at_every_start(
    connected: Connected, product: Product
) -> None:
    product.install(connected)
    theirs = decide_process().replace("决定是否受理", "局里的决定").encode()
    connected.resources.deploy({"decide.bpmn": theirs})
    assert product.install(connected) == Installed((), ("decide.bpmn",))
    product.release("0.2.0", diagram=NEXT_DIAGRAM, form=decide_form())
    assert product.install(connected) == Installed((), ("decide.bpmn",))
    assert connected.resources.find_latest_diagram("decide") == theirs


def test_a_diagram_that_an_owner_only_opened_and_saved_is_still_ours(
    connected: Connected, product: Product
) -> None:
    """OW-9: the next release replaces it; one flow that was changed makes it the owner's."""
    saved_later = (
        decide_process().replace("><", ">\n  <").replace('id="decide"', 'exporterVersion="9" id="decide"')
    )
    product.install(connected)
    connected.resources.deploy({"decide.bpmn": saved_later.encode()})
    assert (
        connected.resources.find_latest_diagram("decide") == saved_later.encode() != decide_process().encode()
    )
    assert product.install(connected) == NOTHING
    product.release("0.2.0", diagram=NEXT_DIAGRAM, form=decide_form())
    assert product.install(connected) == Installed(("decide.bpmn",), ())
    assert connected.resources.find_latest_diagram("decide") == NEXT_DIAGRAM.encode()


def test_the_files_of_0_2_0_are_known_as_ours_and_say_what_those_of_today_say() -> None:
    """OW-9: so an office of 0.2.0 keeps them until a change of the product replaces them."""
    shipped = read_shipped(FOLDER / "shipped.json")
    old = [path for path in OF_0_2_0.iterdir() if path.suffix in {".bpmn", ".dmn", ".form"}]
    assert {path.suffix for path in old} == {".bpmn", ".dmn", ".form"}
    current = {file.name: file for file in list_shipped_files(FOLDER)}
    for path in old:
        file = current[path.name]
        assert path.read_bytes() != file.content
        latest = canonical_digest(path.name, path.read_bytes())
        assert latest in shipped[path.name]
        is_same = canonical_digest(path.name, file.content) == latest
        plan = list_resources_to_deploy({path.name: latest}, shipped, [file])
        assert plan == DeploymentPlan(() if is_same else (file,), ())
        # What an office has as it is today is not deployed again.
        today = canonical_digest(path.name, file.content)
        assert list_resources_to_deploy({path.name: today}, shipped, [file]) == DeploymentPlan((), ())


def test_what_an_office_of_0_2_0_recorded_of_its_forms_is_understood() -> None:
    """OW-9: it wrote down the digest of the bytes."""
    form = OF_0_2_0 / "sign-referral.form"
    recorded = hashlib.sha256(form.read_bytes()).hexdigest()
    assert read_recorded_as(FOLDER / "shipped.json")[recorded] == canonical_digest(
        form.name, form.read_bytes()
    )


def test_forms_that_were_recorded_by_their_bytes_are_not_deployed_again(
    connected: Connected, product: Product
) -> None:
    """OW-9."""
    product.install(connected)
    of_bytes = hashlib.sha256(decide_form().encode()).hexdigest()
    product.record.write_text(json.dumps({"decide.form": of_bytes}), "utf-8")
    product.know_as({of_bytes: canonical_digest("decide.form", decide_form().encode())})
    assert product.install(connected) == NOTHING
    product.release("0.2.0", diagram=decide_process(), form=NEXT_FORM)
    product.record.write_text(json.dumps({"decide.form": of_bytes}), "utf-8")
    product.know_as({of_bytes: canonical_digest("decide.form", decide_form().encode())})
    assert product.install(connected) == Installed(("decide.form",), ())


def test_an_owners_form_survives_restarts_and_when_in_use_the_next_release_too(
    connected: Connected, product: Product
) -> None:
    product.install(connected)
    theirs = decide_form(label="局里的意见")
    connected.resources.deploy({"decide.form": theirs.encode()})
    assert product.install(connected) == NOTHING
    assert start_task(connected) == (theirs, 2)
    product.release("0.2.0", diagram=decide_process(), form=NEXT_FORM)
    assert product.install(connected) == Installed((), ("decide.form",))
    assert product.install(connected) == Installed((), ("decide.form",))


def test_a_new_engine_gets_the_forms_although_they_were_recorded_for_another(
    connected: Connected, product: Product
) -> None:
    product.record.write_text(
        json.dumps({"decide.form": canonical_digest("decide.form", decide_form().encode())}), "utf-8"
    )
    assert product.install(connected) == Installed(("decide.form", "decide.bpmn"), ())


def test_a_form_with_a_rule_that_the_server_cannot_enforce_is_refused_by_name(
    connected: Connected, product: Product
) -> None:
    form = json.loads(decide_form())
    form["components"][0]["validate"] = {"mustRhyme": True}
    product.release("0.2.0", diagram=decide_process(), form=json.dumps(form))
    with pytest.raises(InvalidInput) as refusal:
        product.install(connected)
    assert list(refusal.value.errors.values()) == ["validate.mustRhyme"]
    assert all(name.startswith("decide.form.") for name in refusal.value.errors)
    assert connected.resources.find_latest_diagram("decide") is None


DECISION = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="Requirements_Unit" name="单位"
 namespace="http://camunda.org/schema/1.0/dmn"><decision id="unit" name="承办单位"><decisionTable id="Table_Unit">
<input id="Input_Area"><inputExpression id="Expression_Area" typeRef="string"><text>area</text></inputExpression></input>
<output id="Output_Unit" name="unit" typeRef="string"/><rule id="Rule_Any"><inputEntry id="Entry_Any"><text>-</text>
</inputEntry><outputEntry id="Entry_Unit"><text>"SJ"</text></outputEntry></rule></decisionTable></decision></definitions>"""


def test_a_decision_is_installed_once_and_an_owners_rule_is_left_alone(
    connected: Connected, product: Product
) -> None:
    product.add_decision(DECISION)
    assert product.install(connected) == Installed(("decide.form", "decide.bpmn", "unit.dmn"), ())
    assert product.install(connected) == NOTHING
    theirs = DECISION.replace('"SJ"', '"YB"').encode()
    connected.resources.deploy({"unit.dmn": theirs})
    assert product.install(connected) == Installed((), ("unit.dmn",))
    assert connected.resources.find_latest_decision("unit") == theirs


def test_a_release_with_one_diagram_more_keeps_what_was_recorded_of_forms(
    connected: Connected, product: Product
) -> None:
    product.install(connected)
    theirs = decide_form(label="局里的意见")
    connected.resources.deploy({"decide.form": theirs.encode()})
    product.add_decision(DECISION)
    assert product.install(connected) == Installed(("unit.dmn",), ())
    assert start_task(connected) == (theirs, 2)


@pytest.mark.parametrize("torn", ["", '{"decide.form": "9', "[1]", "7"])
def test_a_torn_record_of_forms_counts_as_none(connected: Connected, product: Product, torn: str) -> None:
    """`jieban up` never started again after a kill between emptying and writing it."""
    product.install(connected)
    start_task(connected)
    whole = product.record.read_text("utf-8")
    product.record.write_text(torn, "utf-8")
    assert product.install(connected) == NOTHING
    assert product.record.read_text("utf-8") == whole


def test_a_full_disk_leaves_the_record_of_forms_whole(connected: Connected, product: Product) -> None:
    product.install(connected)
    whole, written = product.record.read_text("utf-8"), product.record.stat().st_mtime_ns
    product.record.with_suffix(".new").symlink_to("/dev/full")
    assert product.install(connected) == NOTHING  # nothing changed: nothing is written
    assert product.record.stat().st_mtime_ns == written
    product.release("0.2.0", diagram=NEXT_DIAGRAM, form=NEXT_FORM)
    with pytest.raises(OSError, match="No space left"):
        product.install(connected)
    assert product.record.read_text("utf-8") == whole
    product.record.with_suffix(".new").unlink()
    assert "decide.bpmn" in product.install(connected).deployed
