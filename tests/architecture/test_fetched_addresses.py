"""G4: nothing that somebody types is fetched or led to. Who opens a connection stands here, with the setting of its address."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from deploy.settings import Settings, environment_name
from tests.architecture.source_tree import ROOT, modules

# What opens a connection; `http` and `urllib.parse` read. A program of the machine's is as good as one.
OPENS = re.compile(
    r"(httpx|requests|urllib3|urllib\.request|http\.client|socket|ssl|ftplib|telnetlib|smtplib|aiosmtplib|imaplib|poplib"
    r"|aiohttp|websockets?|xmlrpc|webbrowser|paramiko|obstore|boto3|grpc|pyzeebe\.channel|subprocess)(\.|$)"
)
PACKAGES = re.findall(r"[a-z0-9]{3,}", OPENS.pattern.replace("\\.", " "))
LOOKS_LIKE = tuple(f"{word} {name}" for word in ("import", "from") for name in {*PACKAGES, "http"})
# Pages and use cases open none: an address that somebody types is typed there. Adapters are made by deploy alone, of settings.
CLOSED = ("bpmn", "models", "services", "api")
OPENERS: Mapping[str, str] = {
    "adapters/alert_webhook.py": "JIEBAN_ALERT_WEBHOOK_URL",
    "adapters/camunda_grpc.py": "ZEEBE_ADDRESS",
    "adapters/camunda_http.py": "CAMUNDA_REST_ADDRESS",
    "adapters/cluster_channels.py": "ZEEBE_ADDRESS",
    "adapters/cluster_connection.py": "ZEEBE_ADDRESS",
    "adapters/cluster_login.py": "CAMUNDA_OAUTH_URL",
    "adapters/file_bucket.py": "JIEBAN_FILES_ENDPOINT",
    "adapters/imap_mailbox.py": "JIEBAN_IMAP",
    "adapters/oidc_provider.py": "JIEBAN_OIDC_ISSUER",
    "adapters/provider_http.py": "JIEBAN_OIDC_ISSUER",
    "adapters/sms_gateway.py": "JIEBAN_SMS_URL",
    "adapters/smtp_mail.py": "JIEBAN_SMTP",
    "adapters/virus_scan.py": "JIEBAN_CLAMD",
    "workers/hardened/job_answers.py": "ZEEBE_ADDRESS",
    "workers/hardened/job_worker.py": "ZEEBE_ADDRESS",
    "workers/settings.py": "ZEEBE_ADDRESS",
}
# Addresses that a view puts together elsewhere: where, and why they stay in the office.
LED_BY: Mapping[str, str] = {
    "api/staff/alert_mail.py: address": "the page of the watcher, or of the administrator, that sent the form",
    "api/auth/provider.py: target_of": "safe_target, or a page of ours",
    "api/auth/sign_in.py: target_of": "safe_target, or a page of ours",
    "api/auth/second_factor.py: wanted": "safe_target",
    "api/demo/become.py: start_page_of": "one of six pages",
    "api/citizen/filing.py: before": "the path of a step",
    "api/citizen/filing.py: step.path": "the path of a step",
    "api/staff/case_list.py: address_of": "begins with /cases",
    "api/staff/ledger.py: ledger_address": "begins with /ledger",
    "api/staff/leaving.py: _find_way_again": "where it led when it was sent before: the case, a list of ours, the next task",
    "api/staff/leaving.py: _place_of_form": "a page of ours",
    "api/staff/leaving.py: _take": "the case or the task it came from, or /tasks",
}


def opened_by(source: str) -> list[str]:
    """What a source imports that opens a connection, however it is imported."""
    names = set[str]()
    if not any(begin in source for begin in LOOKS_LIKE):  # quick: most import nothing of that kind
        return []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.update((node.module, *(f"{node.module}.{alias.name}" for alias in node.names)))
    return sorted(name for name in names if OPENS.match(name))


def opens(package: str) -> set[str]:
    return {str(p.relative_to(ROOT)) for p in modules(package) if opened_by(p.read_text("utf-8"))}


def test_pages_and_use_cases_open_no_connection_and_each_adapter_one_that_a_setting_names() -> None:
    """G4: a new file that could fetch fails here until somebody has said where its address comes from."""
    assert {package: opens(package) for package in CLOSED} == {package: set() for package in CLOSED}
    assert opens("adapters") | opens("workers") == set(OPENERS) | {"adapters/limited_program.py"}
    assert set(OPENERS.values()) <= {environment_name(field) for field in Settings.model_fields}


def test_a_source_that_fetches_is_found() -> None:
    assert opened_by("import httpx") == ["httpx"]
    assert opened_by("from urllib import request") == ["urllib.request"]
    assert "urllib.request" in opened_by("from urllib.request import urlopen")
    assert opened_by("def f():\n    import requests.adapters") == ["requests.adapters"]
    assert opened_by("from http import HTTPStatus\nfrom urllib.parse import quote") == []


def test_every_redirect_leads_to_a_path_of_the_office() -> None:
    """G4: by a name of a route, or by a path that begins in the sources; the few others by a function that was read."""
    led = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules("api")
        for name in led_elsewhere(path.read_text("utf-8"))
    }
    assert led == set(LED_BY)


def led_elsewhere(source: str) -> Iterator[str]:
    """What a redirect goes to when that does not begin with a path in the sources."""
    if "redirect(" not in source:
        return
    tree = ast.parse(source)
    named = {
        ast.unparse(target): node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "redirect"):
            continue
        where = node.args[0]
        if isinstance(where, ast.JoinedStr) and isinstance(where.values[0], ast.FormattedValue):
            where = where.values[0].value
        if isinstance(where, ast.Name):
            where = named.get(where.id, where)
        if not _is_ours(where):
            yield _name_of(node.args[0])


def _is_ours(where: ast.expr) -> bool:
    if isinstance(where, ast.JoinedStr):
        where = where.values[0]
    if isinstance(where, ast.Call):
        return ast.unparse(where.func) == "url_for" and not any(
            one.arg == "_external" for one in where.keywords
        )
    text = where.value if isinstance(where, ast.Constant) else ""
    return isinstance(text, str) and text.startswith("/") and not text.startswith(("//", "/\\"))


def _name_of(where: ast.expr) -> str:
    match = re.search(r"[a-z_][a-z_.]*", ast.unparse(where).removeprefix("f"))
    return match[0] if match else ""


def test_a_redirect_to_what_was_sent_is_found() -> None:
    assert list(led_elsewhere("redirect(request.args['next'])")) == ["request.args"]
    assert list(led_elsewhere("redirect(f'{wanted}/x')")) == ["wanted"]
    assert list(led_elsewhere("redirect('//evil.example')\nredirect(url_for('a', _external=True))")) != []
    assert (
        list(led_elsewhere("at = f'/cases/{x}'\nredirect(f'{at}/y')\nredirect(url_for('a'))\nredirect('/b')"))
        == []
    )
