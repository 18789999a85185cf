"""`make run` as a stranger meets it: cold start, one complaint by HTTP, found as a task, stop, warm start, still there."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

WEB = "http://127.0.0.1:8000"
COLD_SECONDS = 300.0
WARM_SECONDS = 10.0


def say(text: str) -> None:
    sys.stdout.write(f"smoke: {text}\n")
    sys.stdout.flush()


def start(data: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(["make", "run"], env={**os.environ, "JIEBAN_DATA": str(data)})


def wait_until_serving(process: subprocess.Popen[bytes], limit: float) -> float:
    began = time.monotonic()
    while time.monotonic() - began < limit:
        if process.poll() is not None:
            raise SystemExit(f"smoke: make run ended with code {process.returncode}")
        try:
            if httpx.get(f"{WEB}/healthz", timeout=2).json()["status"] == "ready":
                return time.monotonic() - began
        except (httpx.HTTPError, ValueError):
            pass
        time.sleep(0.1)
    raise SystemExit(f"smoke: not serving within {limit:.0f} s")


def stop(process: subprocess.Popen[bytes], data: Path) -> None:
    began = time.monotonic()
    # To the supervisor itself: make would turn the signal into an exit code of its own.
    os.kill(int((data / "run" / "up.lock").read_text(encoding="ascii")), signal.SIGTERM)
    code = process.wait(timeout=15)
    say(f"stopped in {time.monotonic() - began:.1f} s with code {code}")
    if code != 0:
        raise SystemExit("smoke: the stop was not clean")


def token(page: httpx.Response) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    if not found:
        raise SystemExit(f"smoke: no form on {page.url} ({page.status_code})")
    return found.group(1)


def field(page: httpx.Response, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page.text)
    return found.group(1) if found else ""


def file_complaint() -> str:
    with httpx.Client(base_url=WEB, follow_redirects=True, timeout=30) as citizen:
        page = citizen.get("/complaints/new")
        answers = {
            "csrf_token": token(page),
            "submission_id": field(page, "submission_id"),
            "privacy_notice_version": field(page, "privacy_notice_version"),
            "name": "冒烟测试",
            "phone": "199-0000-0999",
            "respondent_unit": "人力资源和社会保障局",
            "content": "我在窗口办理业务时被要求提供指南以外的材料。",
            "wanted": "按公布的指南收件。",
            "feedback_way": "电话",
        }
        receipt = citizen.post("/complaints/new", data=answers)
        number = re.search(r"YH-\d{4}-\d{6}", receipt.text)
        if receipt.status_code != httpx.codes.OK or not number:
            raise SystemExit(f"smoke: filing answered {receipt.status_code}")
        return number.group(0)


def task_list(data: Path) -> str:
    accounts = json.loads((data / "demo-accounts.json").read_text(encoding="utf-8"))
    with httpx.Client(base_url=WEB, follow_redirects=True, timeout=30) as clerk:
        page = clerk.get("/sign-in")
        login = "wen.rusheng"
        clerk.post(
            "/sign-in",
            data={"csrf_token": token(page), "login": login, "password": accounts[login]["password"]},
        )
        return clerk.get("/tasks").text


def wait_for_task(data: Path, number: str) -> None:
    limit = time.monotonic() + 60
    while number not in task_list(data):
        if time.monotonic() > limit:
            raise SystemExit(f"smoke: {number} did not become a task")
        time.sleep(1)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "office"
        process = start(data)
        say(f"cold start to serving: {wait_until_serving(process, COLD_SECONDS):.1f} s")
        number = file_complaint()
        wait_for_task(data, number)
        say(f"{number} was filed and is a task")
        stop(process, data)
        process = start(data)
        seconds = wait_until_serving(process, WARM_SECONDS)
        say(f"warm start to serving: {seconds:.1f} s")
        wait_for_task(data, number)
        stop(process, data)
    say("1 passed, 0 failed")


if __name__ == "__main__":
    main()
