"""Whoever comes from the street with whatever bytes gets an answer that is no 500, and the office goes on serving."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

import httpx
import pytest

from tests.fuzz.amounts import TIMEOUT_SECONDS, Attempts, amount
from tests.fuzz.raw_requests import HUNG, RawRequests, Target, send
from tests.served_office import ServedOffice

# Longer than this and the busiest machine is no excuse.
LONGEST_SECONDS = 30.0
OPERATIONS = (
    *(
        ("POST", "/api/v1/complaints"),
        ("POST", "/api/v1/progress"),
        ("POST", "/complaints/new"),
        ("POST", "/progress"),
    ),
    *(
        ("POST", "/progress/supplement"),
        ("POST", "/progress/withdraw"),
        ("POST", "/progress/rate"),
        ("POST", "/progress/review"),
    ),
    *(
        ("POST", "/progress/recover"),
        ("POST", "/handover"),
        ("POST", "/handover/file"),
        ("POST", "/sign-in"),
        ("POST", "/password"),
    ),
    *(
        ("GET", "/"),
        ("GET", "/complaints/new"),
        ("GET", "/progress"),
        ("GET", "/handover"),
        ("GET", "/sign-in"),
        ("GET", "/readyz"),
    ),
    *(
        ("GET", "/livez"),
        ("GET", "/api/v1/openapi.json"),
        ("GET", "/api/v1/csrf-token"),
        ("GET", "/static/{name}"),
        ("GET", "/{name}"),
    ),
    *(
        ("GET", "/api/v1/cases/{key}"),
        ("POST", "/api/v1/tasks/{key}"),
        ("POST", "/api/v1/raw-messages"),
        ("GET", "/monitor/instances/{key}"),
    ),
    *(
        ("POST", "/sign-out"),
        ("GET", "/tasks"),
        ("GET", "/cases/{key}"),
        ("POST", "/api/v1/cases/{key}/acts/{name}"),
        ("POST", "/tasks/{key}/draft"),
    ),
)
NAMES = (
    *(
        "submission_id",
        "content",
        "wanted",
        "anonymous",
        "name",
        "organisation",
        "id_number",
        "phone",
        "email",
        "occurred_at",
    ),
    *(
        "postal_address",
        "respondent_unit",
        "service_item",
        "handling_number",
        "feedback_way",
        "standing",
        "channel",
        "lang",
    ),
    *(
        "number",
        "query_code",
        "login",
        "password",
        "code",
        "rating",
        "files",
        "privacy_notice_version",
        "next",
        "page",
        "statement",
    ),
)


def addresses(count: int) -> tuple[str, ...]:
    """Limits count by address: whoever tries so much comes from many."""
    return tuple(f"127.9.{number // 250}.{2 + number % 250}" for number in range(count))


@pytest.fixture
def target(served_office: ServedOffice) -> Iterator[Target]:
    visitors: list[tuple[str, dict[str, str]]] = [("", {})]
    for local in addresses(6):
        transport = httpx.HTTPTransport(local_address=local)
        with httpx.Client(base_url=served_office.address, transport=transport, timeout=60) as client:
            page = client.get("/complaints/new")
            token = re.search(r'name="csrf-token" content="([^"]+)"', page.text)
            assert token is not None
            cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
            visitors.append((token[1], {"Cookie": cookies}))
    yield Target(served_office.address, OPERATIONS, NAMES, tuple(visitors), addresses(2_000))


@pytest.mark.timeout(TIMEOUT_SECONDS)
def test_no_stranger_gets_a_500(served_office: ServedOffice, target: Target) -> None:
    """SE-13, SE-49: filing, progress, sign-in, evaluation by code, uploads and what is not there; 12,000 in `make prove`."""
    attempts = Attempts("requests of strangers", LONGEST_SECONDS)
    failed: list[str] = []
    for chance in attempts.each(amount(350, 12_000)):
        raw = RawRequests(target, chance).draw()
        work = partial(send, target, raw, chance.choice(target.locals))
        status = attempts.timed(work, raw[:200].decode("latin-1"))
        attempts.met[f"answered {status[:1]}xx" if status.isdigit() else status] += 1
        if status in (HUNG, "500", "502", "504"):
            failed.append(f"attempt {attempts.tried}: {status} to {raw[:300]!r}")
    assert failed == []
    assert attempts.met["answered 2xx"] and attempts.met["answered 4xx"]
    assert httpx.get(served_office.address, timeout=60).is_success
    attempts.save()
