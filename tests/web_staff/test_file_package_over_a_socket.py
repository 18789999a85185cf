"""The package of a file as a stranger gets it: verified by a program that stands alone, its purpose on record."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest

from models.case.receipt import Receipt
from models.ledger.trail_event import TrailEvent
from models.vault.identity_reveal import IdentityReveal
from models.vault.keyring import Keyring
from services.volumes.seal_step import seal_files_step
from tests.provisions import left
from tests.served_office import ServedOffice, serve_office
from tests.web.letter_words import words_of
from tests.web.pages import text_of
from tests.web_staff.closed_file import HANDLER, NAME, PHONE, PICTURE, SUPERVISOR, close_file_of
from tests.web_staff.used_up import looks_of, looks_used_up

PURPOSE = "移交市档案馆"


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    with serve_office(tmp_path_factory.mktemp("packages"), sqlite_office_template) as served:
        yield served


@pytest.fixture(scope="module")
def case(served: ServedOffice) -> str:
    filed = close_file_of(served.office, "198.51.100.8")
    early = served.visitor(SUPERVISOR)
    early.get(f"/cases/{filed.complaint_id}/archive")
    refused = early.post(f"/cases/{filed.complaint_id}/archive/package", {"purpose": PURPOSE})
    assert refused.status_code == 409, "it is not sealed yet"
    assert seal_files_step(served.office.unit_of_work) == 1
    return filed.complaint_id


def ask(served: ServedOffice, case: str, login: str, **fields: str) -> httpx.Response:
    visitor = served.visitor(login)
    visitor.get(f"/cases/{case}/archive")
    return visitor.post(f"/cases/{case}/archive/package", {"purpose": PURPOSE, **fields})


def take(served: ServedOffice, case: str, login: str = SUPERVISOR, **fields: str) -> bytes:
    answer = ask(served, case, login, **fields)
    assert answer.status_code == 200, text_of(answer)[:600]
    assert "案卷交接包-" in unquote(answer.headers["Content-Disposition"])
    return answer.content


def verify(folder: Path, package: bytes, *options: str) -> tuple[int, str]:
    """What the program of the package says, in a folder where nothing of the product is."""
    (folder / "卷.zip").write_bytes(package)
    with zipfile.ZipFile(BytesIO(package)) as opened:
        (folder / "verify.py").write_bytes(opened.read("verify_package.py"))
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", "verify.py", "卷.zip", *options],
        check=False, cwd=folder, env={}, capture_output=True,
    )  # fmt: skip
    return done.returncode, done.stdout.decode() + done.stderr.decode()


def repack(package: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The package with some of its files otherwise."""
    with zipfile.ZipFile(BytesIO(package)) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    change(files)
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return target.getvalue()


def test_the_package_holds_the_file_for_the_archives(served: ServedOffice, case: str, tmp_path: Path) -> None:
    """DM-29, DM-37, R115: who, what, when can be told: content, structure, context and process; every file has its digest."""
    package = take(served, case)
    with zipfile.ZipFile(BytesIO(package)) as opened:
        assert opened.testzip() is None
        names = opened.namelist()
        manifest = json.loads(opened.read("manifest.json"))
        metadata = ET.fromstring(opened.read("metadata.xml"))  # noqa: S314 - of our own making
        picture = next(name for name in names if PICTURE.removesuffix(".jpg") in name)
        leaves = [name for name in names if name.endswith(".pdf") and not name.endswith("/000-案卷.pdf")]
        assert any("受理告知书" in name for name in leaves)
        # What is kept is fit for keeping; the bound volume beside it is for reading.
        assert [name for name in leaves if b"pdfaid:part" not in opened.read(name)] == []
        assert "电子附件，见交接包" in words_of(opened.read("1-正卷/000-案卷.pdf"))
        told = b"".join(opened.read(name) for name in names)
    assert picture.startswith("1-正卷/")
    assert {entry["path"] for entry in manifest["files"]} == {*names} - {"manifest.json"}
    assert metadata.findtext("内容/文件编号") == manifest["number"]
    # By the shipped table: a file with a result, from the January after its archive.
    assert metadata.findtext("内容/保管期限") == "30年（2027年1月1日至2056年12月31日）"
    assert metadata.findtext("来源/立档单位") == "云河市政务服务中心"
    assert len(metadata.findall("结构/卷/件")) == len(manifest["volumes"][0]["parts"])
    assert "案卷归档" in [step.text for step in metadata.findall("过程/业务行为")]
    assert not [name for name in names if "身份材料" in name]
    assert NAME.encode() not in told
    assert PHONE.encode() not in told
    event = served.office.rows(TrailEvent, complaint_id=case, kind="file.handed_over")[-1]
    code, said = verify(tmp_path, package, "--digest", event.payload["manifest"])
    assert (code, event.payload["purpose"]) == (0, PURPOSE), said
    assert "核验通过" in said
    assert served.office.rows(IdentityReveal, complaint_id=case) == []


def test_the_program_sees_what_was_changed_taken_out_and_put_in(
    served: ServedOffice, case: str, tmp_path: Path
) -> None:
    package = take(served, case)
    sound = next(
        entry["path"]
        for entry in json.loads(zipfile.ZipFile(BytesIO(package)).read("manifest.json"))["files"]
        if "通话录音" in entry["path"]
    )

    def change(files: dict[str, bytes]) -> None:
        files[sound] = b"X" + files[sound][1:]

    def change_with_manifest(files: dict[str, bytes]) -> None:
        change(files)
        manifest = json.loads(files["manifest.json"])
        digest = hashlib.sha256(files[sound]).hexdigest()
        for entry in manifest["files"]:
            entry["sha256"] = digest if entry["path"] == sound else entry["sha256"]
        files["manifest.json"] = json.dumps(manifest).encode()

    def change_all(files: dict[str, bytes]) -> None:
        change_with_manifest(files)
        manifest = json.loads(files["manifest.json"])
        for part in manifest["volumes"][0]["parts"]:
            if part["file"] == sound:
                part["sha256"] = hashlib.sha256(files[sound]).hexdigest()
        files["manifest.json"] = json.dumps(manifest).encode()

    faults = {
        "文件被改动": change,
        "缺少文件": lambda files: files.pop(sound),
        "清单外的文件": lambda files: files.update({"另加.txt": b"x"}),
        "与封卷时不一致": change_with_manifest,
        "封卷校验值不符": change_all,
    }
    for said, fault in faults.items():
        code, told = verify(tmp_path, repack(package, fault))
        assert code == 1, said
        assert said in told, told
    code, told = verify(tmp_path, repack(package, lambda files: None), "--digest", "0" * 64)
    assert (code, "与登记的不一致" in told) == (1, True)
    (tmp_path / "half.zip").write_bytes(package[:-40])
    assert verify(tmp_path, package)[0] == 0
    half = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "verify.py", "half.zip"],
        check=False,
        cwd=tmp_path,
        capture_output=True,
    )
    assert half.returncode == 2


def test_identity_goes_along_only_when_asked_by_who_may_and_is_on_record(
    served: ServedOffice, case: str, tmp_path: Path
) -> None:
    with looks_used_up(served, HANDLER):
        refused = ask(served, case, HANDLER, with_identity="true")
        assert (refused.status_code, "次数过多" in refused.text) == (429, True), (
            "SE-12: one look of thirty an hour"
        )
        assert served.office.rows(IdentityReveal, complaint_id=case) == []
        assert take(served, case, HANDLER), "without it the file goes"
    package = take(served, case, HANDLER, with_identity="true")
    assert looks_of(served, HANDLER) == 1
    with zipfile.ZipFile(BytesIO(package)) as opened:
        raw = opened.read("身份材料/原始投诉材料-1.txt")
        person = words_of(opened.read("身份材料/投诉人身份信息.pdf"))
        assert NAME not in words_of(opened.read("1-正卷/000-案卷.pdf"))
    (receipt,) = served.office.rows(Receipt, complaint_id=case)
    assert hashlib.sha256(raw).hexdigest() == receipt.raw_sha256
    assert NAME in person
    opened = re.search(r"由(\S+)于\d{4}年\d{1,2}月\d{1,2}日\d{2}:\d{2}打开", "".join(person.split()))
    assert opened and opened[1], "C10: the paper says who opened it and when"
    code, said = verify(tmp_path, package)
    assert (code, "left out: 0" in said) == (0, True), said
    (reveal,) = served.office.rows(IdentityReveal, complaint_id=case)
    assert (reveal.viewer, reveal.purpose) == (HANDLER, PURPOSE)
    assert left(served.office, case)[-1] == ("taker", "file", ("whole_file", "identity"))
    supervisor = served.visitor(SUPERVISOR)
    assert 'name="with_identity"' not in supervisor.get(f"/cases/{case}/archive").text
    address = f"/cases/{case}/archive/package"
    assert supervisor.post(address, {"purpose": PURPOSE, "with_identity": "true"}).status_code == 422


def test_without_purpose_or_duty_nothing_leaves(served: ServedOffice, case: str) -> None:
    before = len(served.office.rows(TrailEvent, complaint_id=case, kind="file.handed_over"))
    address = f"/cases/{case}/archive/package"
    for login, purpose, status in (
        (SUPERVISOR, "归档", 422),
        (SUPERVISOR, "长" * 201, 422),
        ("hui.fangyi", PURPOSE, 403),
        ("ren.shebao", PURPOSE, 404),
    ):
        visitor = served.visitor(login)
        visitor.get("/tasks")
        answer = visitor.post(address, {"purpose": purpose})
        assert answer.status_code == status, login
        if status == 422:
            assert purpose in answer.text
    assert len(served.office.rows(TrailEvent, complaint_id=case, kind="file.handed_over")) == before
