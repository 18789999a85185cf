"""An office moves its files from its folder to a bucket, through the real server and command; the bucket goes and comes back."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import httpx

from models.case.evidence import Evidence
from services.evidence.incoming_file import IncomingFile
from tests.database import key_file_of_this_process
from tests.s3_server import SECRET, serve_s3
from tests.served_office import ServedOffice, SocketVisitor, serve_office

CLERK = "wen.rusheng"
WORDS = "市民李某的电话 199-0000-0201".encode()


def move(folder: Path, settings: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    own = {"JIEBAN_DATA": str(folder), "JIEBAN_KEY_FILE": str(key_file_of_this_process())}
    command = (sys.executable, "-m", "deploy", "files", "move")
    return subprocess.run(
        command, env=os.environ | own | settings, capture_output=True, text=True, timeout=60, check=False
    )


def evidence_of(served: ServedOffice, complaint_id: str) -> dict[str, str]:
    return {row.name: row.id for row in served.office.rows(Evidence, complaint_id=complaint_id)}


def hand_in(clerk: SocketVisitor, case: str) -> httpx.Response:
    sent = {"attachments": ("补交.txt", BytesIO("第二份".encode()), "text/plain")}
    return clerk.post(f"/cases/{case}/evidence", {}, files=sent, follow_redirects=True)


def test_files_are_moved_opened_and_taken_in_a_bucket_that_comes_and_goes(
    tmp_path: Path, sqlite_office_template: Path
) -> None:
    """What is away is told in words, a form keeps what it says, and every file comes back with its digest."""
    with (
        serve_s3() as bucket,
        serve_office(tmp_path, sqlite_office_template, settings=bucket.environment()) as served,
    ):
        # The office of this process still has its folder: what it takes lies there, as before the move.
        filed = served.office.file(IncomingFile("情况说明.txt", "text/plain", BytesIO(WORDS)))
        case, clerk = filed.complaint_id, served.visitor(CLERK)
        address = f"/evidence/{evidence_of(served, case)['情况说明.txt']}"
        assert clerk.get(address).status_code == 404

        moved = move(tmp_path, bucket.environment())
        assert "1 files brought over" in moved.stdout
        assert SECRET not in moved.stdout + moved.stderr
        assert clerk.get(address).content == WORDS
        assert not any(b"199-0000" in content for content in bucket.objects.values())

        bucket.is_away = True
        away = clerk.get(address)
        assert away.status_code == 503
        assert "文件存储暂时没有回应" in away.text
        assert clerk.get(f"/cases/{case}/evidence").status_code == 200
        assert "文件存储暂时没有回应，此文件未收存" in hand_in(clerk, case).text
        bucket.is_away = False
        assert hand_in(clerk, case).is_success
        assert clerk.get(f"/evidence/{evidence_of(served, case)['补交.txt']}").content == "第二份".encode()
        assert len(bucket.objects) == 2
