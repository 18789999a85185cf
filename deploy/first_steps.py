"""Where a newcomer goes once an office serves: what to do next, who works there, and the addresses."""

from __future__ import annotations

import json
from collections.abc import Iterator

from deploy.demo_people import ACCOUNTS_FILE
from deploy.settings import Settings


def first_steps(settings: Settings) -> Iterator[str]:
    """Lines for a terminal; the last of them are the accounts of a demo office and the addresses, which stay in sight."""
    pages = f"http://{settings.bind}:{settings.web_port}/"
    accounts = settings.data / ACCOUNTS_FILE
    if accounts.exists():
        yield "what to do next / 接下来:"
        yield f"  1. file a complaint / 提交一件投诉: {pages}complaints/new"
        yield f"  2. become the clerk by the bar on top, or sign in / 用页面顶部的演示条换成受理人员，或者登录: {pages}sign-in"
        yield f"  3. take it and decide / 领取并决定是否受理: {pages}tasks"
        yield "accounts, one per role / 演示账号（每个角色一个）:"
        for line in _one_account_per_role(json.loads(accounts.read_text(encoding="utf-8"))):
            yield f"  {line}"
    yield f"Zeebe gRPC      {settings.gateway_address}"
    yield f"Camunda REST    {settings.rest_address}/v2"
    yield f"pages / 网页    {pages}"


def _one_account_per_role(accounts: dict[str, dict[str, str]]) -> list[str]:
    seen: dict[str, str] = {}
    for login, entry in accounts.items():
        seen.setdefault(entry["role"], f"{entry['role']:<14}{login:<16}{entry['password']}")
    return list(seen.values())
