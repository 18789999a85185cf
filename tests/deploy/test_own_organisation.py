"""A real office begins with what its people wrote into the file that the README names; nothing enters it later."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from deploy import office
from deploy.accounts import get_actor
from deploy.cli.init import init
from deploy.settings import load_settings
from deploy.wiring import build_accounts, unit_factory, use_office_keys
from models.office.account import Account
from models.office.place_change import PlaceKind
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.office.change_place import ChangePlace, change_place
from services.staffing.change_staff import ChangeStaff, change_staff, last_change_of

SHIPPED = Path(office.__file__).parent


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an office's own sources; the file of the empty organisation, which names one administrator."""
    for name in ("empty", "demo"):
        shutil.copytree(SHIPPED / name, tmp_path / "sources" / name)
    monkeypatch.setattr(office, "_HERE", tmp_path / "sources")
    return tmp_path / "sources" / "empty" / "organisation.json"


def test_who_stands_in_the_file_can_be_given_an_account_by_the_administrator(
    own: Path, tmp_path: Path
) -> None:
    """SE-44: the steps of the README lead to an office in which somebody else than the administrator can sign in."""
    document = json.loads(own.read_text("utf-8"))
    theirs = json.loads((own.parents[1] / "demo" / own.name).read_text("utf-8"))
    theirs["units"] += document["units"]
    theirs["staff"] += document["staff"]
    own.write_text(json.dumps(theirs, ensure_ascii=False), "utf-8")
    settings = load_settings({"JIEBAN_DATA": str(tmp_path / "office")})
    said: list[str] = []
    office.make_office(settings, None, said.append)
    assert any("admin  " in line for line in said), said
    use_office_keys(settings)
    make_unit = unit_factory(settings)
    with make_unit().reading() as unit:
        logins = set(unit.session.scalars(select(Staff.login)))
        accounts = unit.session.scalars(select(Account.staff_id)).all()
    assert logins == {person["login"] for person in theirs["staff"]}
    assert accounts == ["admin"]
    assert build_accounts(settings).create("wen.rusheng")


def test_a_start_leaves_alone_what_an_administrator_changed(own: Path, tmp_path: Path) -> None:
    """DM-40: an office that is there is opened; neither a start nor a second loading of the file undoes a change."""
    settings = load_settings({"JIEBAN_DATA": str(tmp_path / "office")})
    office.make_office(settings, None, lambda _line: None)
    make_unit = unit_factory(settings)
    values = {"name": "云河市政务服务中心办公室", "kind": "internal"}
    change = ChangePlace(PlaceKind.UNIT, "ADMIN", 1, values, "改名")
    change_place(change, make_unit(), get_actor("admin", make_unit()))
    first = {"name": "管系统", "badge": "", "unit": "ADMIN", "title": "", "roles": "administrator"}
    nobody = {"reports_to": "", "deputy_id": ""}
    with make_unit().reading() as unit:
        named = ChangeStaff("admin", last_change_of("admin", unit), first | nobody, "实名")
    change_staff(named, make_unit(), get_actor("admin", make_unit()))
    office.open_office(settings, lambda _line: None)
    (settings.data / "office.json").unlink()  # as after an end in the middle of making it: it goes on
    office.make_office(settings, None, lambda _line: None)
    with make_unit().reading() as unit:
        row = unit.session.get_one(OrganisationUnit, "ADMIN")
        assert (row.name, row.version) == ("云河市政务服务中心办公室", 2)
        assert unit.session.get_one(Staff, "admin").name == "管系统"


def test_a_fault_in_the_file_is_named_by_its_place_and_mended_by_the_next_try(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = own.read_text("utf-8")
    own.write_text(shipped.replace('"unit": "ADMIN"', '"unit": "NOWHERE"'), "utf-8")
    monkeypatch.setenv("JIEBAN_DATA", str(tmp_path / "office"))
    refused = CliRunner().invoke(init)
    assert refused.exit_code == 1
    assert "staff.0.unit: no unit NOWHERE" in refused.output
    own.write_text(shipped, "utf-8")
    assert CliRunner().invoke(init).exit_code == 0
