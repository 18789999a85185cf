"""Parts of the program: each is pinned with a hash, has a day and a licence that was weighed, and is told to other programs."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from deploy.docs.pages import ROOT
from deploy.parts import __main__ as told_parts
from deploy.parts.locked_parts import Part, list_parts
from deploy.parts.part_faults import list_faults
from deploy.parts.part_rules import PartRules, licence_terms, load_rules
from deploy.parts.part_table import KnownPart, PartTable, load_table, read_table, table_text
from deploy.parts.sbom_text import sbom_text

DAY = date(2026, 11, 30)
PART = Part("pypi", "flask", "3.1.3", ("0" * 64,), is_shipped=True)
TABLE = PartTable(DAY, {PART.pin: KnownPart(DAY - timedelta(days=365), "MIT")})
RULES = PartRules({"MIT": ""}, {}, {})


def test_no_pin_of_the_locks_is_without_hash_day_or_licence_or_older_than_a_year_without_a_reason() -> None:
    """SE-40: as of the day of the table, so that a clone of next year runs its tests; `make lint` tells it as of today."""
    assert list_faults(list_parts(ROOT), load_table(), load_rules(), load_table().looked_at) == []
    assert table_text(load_table()) == (ROOT / "deploy" / "parts" / "parts.csv").read_text("utf-8")


def test_whoever_asks_for_style_is_told_of_old_parts_as_of_today_and_is_not_stopped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """SE-40: a release that follows long after `make lock` reads it; a later clone is not red when nobody changed anything."""
    lint = (ROOT / "Makefile").read_text("utf-8").partition("\nlint: ")[2].partition("\n\n")[0]
    assert "\t@$(BIN)/python -m deploy.parts tell\n" in f"{lint}\n"
    assert "\nmake lint\n" in (ROOT / ".ci" / "run").read_text("utf-8")
    monkeypatch.setattr(told_parts, "list_faults", lambda *_: ["flask 3.1.3 is older than a year"])
    assert (told_parts.main(["tell"]), told_parts.main([])) == (0, 1)
    assert capsys.readouterr().out == "flask 3.1.3 is older than a year\n" * 2


def table_with(uploaded: date | None = DAY, licence: str = "MIT") -> PartTable:
    return PartTable(DAY, {PART.pin: KnownPart(uploaded, licence)})


@pytest.mark.parametrize(
    ("part", "table", "rules", "told"),
    [
        (replace(PART, version="3.2.0"), TABLE, RULES, ["nobody looked at it", "a row without a pin"]),
        (replace(PART, hashes=()), TABLE, RULES, ["no hash"]),
        (PART, table_with(None), RULES, ["without the day"]),
        (PART, table_with(DAY - timedelta(days=366)), RULES, ["older than a year"]),
        (PART, table_with(DAY - timedelta(days=366)), replace(RULES, aged={PART.pin: "newest"}), []),
        (PART, table_with(), replace(RULES, aged={PART.pin: "newest"}), ["it is not old"]),
        (PART, table_with(licence="MIT AND AGPL-3.0-only"), RULES, ["not among those that were weighed"]),
        (PART, table_with(licence=""), RULES, ["'not told'"]),
        (PART, TABLE, replace(RULES, by_hand={"pypi:gone": ("MIT", "its LICENSE")}), ["without a pin"]),
    ],
)
def test_what_is_wrong_with_a_part_is_told(
    part: Part, table: PartTable, rules: PartRules, told: list[str]
) -> None:
    """SE-40."""
    assert list_faults([PART], TABLE, RULES, DAY) == []
    faults = list_faults([part], table, rules, DAY)
    assert len(faults) == len(told)
    assert all(word in fault for word, fault in zip(told, faults, strict=True)), faults


def test_the_list_for_other_programs_has_every_pin_with_version_licence_and_hash() -> None:
    """SE-40: the shape is CycloneDX 1.6; the same parts give the same text."""
    parts, table = list_parts(ROOT), load_table()
    text = sbom_text(parts, table, "1.0")
    assert text == sbom_text(parts, table, "1.0") != sbom_text(parts[1:], table, "1.0")
    document = json.loads(text)
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    rows = {one["purl"]: one for one in document["components"]}
    for name, scope in (
        ("requirements.lock", {"required"}),
        ("requirements-dev.lock", {"required", "excluded"}),
    ):
        pins = re.findall(r"^([\w.-]+)==([^ \n]+)", (ROOT / name).read_text("utf-8"), re.MULTILINE)
        assert len(pins) > 50
        assert {rows[f"pkg:pypi/{part}@{version}"]["scope"] for part, version in pins} == scope
    packages = json.loads((ROOT / "web" / "package-lock.json").read_text("utf-8"))["packages"]
    browser = {
        f"{place.rpartition('node_modules/')[2]}@{one['version']}" for place, one in packages.items() if place
    }
    assert {
        address.removeprefix("pkg:npm/").replace("%40", "@") for address in rows if "npm" in address
    } >= browser
    assert all(one["version"] and one["licenses"][0]["expression"] and one["hashes"] for one in rows.values())


def test_a_table_is_read_as_it_was_written() -> None:
    table = PartTable(DAY, {PART.pin: KnownPart(DAY, "MIT"), "npm:x@1": KnownPart(None, "(MIT OR ISC)")})
    assert read_table(table_text(table)) == table
    assert licence_terms("(MIT OR ISC) AND OFL-1.1") == ["MIT", "ISC", "OFL-1.1"]
