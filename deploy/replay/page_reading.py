"""What stands on the pages that a person of a story opens: their hidden fields, codes, and why something is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import httpx

_MOST_TOLD = 600  # characters of a refusal


class StepRefused(Exception):
    """The system refused what a person of the story did. (系统拒绝了这一步。)"""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the person who filed was told."""

    number: str
    query_code: str


def get_page(session: httpx.Client, path: str) -> httpx.Response:
    """Read a page; once more where a connection that had been idle was closed under way. Nothing is written."""
    try:
        return session.get(path)
    except httpx.TransportError:
        return session.get(path)


def open_form(session: httpx.Client, path: str) -> httpx.Response:
    """Read a page with a form; StepRefused names the code of a refusal, which a page tells in words alone."""
    page = get_page(session, path)
    if page.is_error:
        raise_for_refusal(session.get(path, headers={"Accept": "application/json"}))
    raise_for_refusal(page)
    return page


def read_hidden(page: httpx.Response, name: str) -> str:
    """The value of a hidden field; StepRefused without one."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page.text)
    if not found:
        raise StepRefused(f"no field {name} on {page.url.path} ({page.status_code})")
    return found.group(1)


def read_token(page: httpx.Response) -> str:
    """The token that a form of the page is sent with."""
    found = re.search(r'name="csrf-token"[^>]*content="([^"]*)"', page.text)
    if not found:
        raise StepRefused(f"no token on {page.url.path}")
    return found.group(1)


def read_submit_url(page: httpx.Response) -> str:
    """Where the page of a form sends its answers."""
    found = re.search(r'"submitUrl": "([^"]+)"', page.text)
    if not found:
        raise StepRefused(f"no form on {page.url.path}")
    return found.group(1)


def read_receipt(answer: httpx.Response) -> Receipt:
    """Number and code as the page shows them once."""
    raise_for_refusal(answer)
    found = re.search(r"[A-Z]+-\d{4}-\d{6}", answer.text)
    if not found:
        raise StepRefused("the page shows no complaint number")
    return Receipt(found.group(0), read_code(answer))


def read_filed(taken: Mapping[str, Any]) -> Receipt:
    """Number and code as a program is told them; StepRefused where no complaint was filed now."""
    # The same again where an answer was lost on the way.
    if taken["state"] not in ("filed", "same") or not taken["query_code"]:
        raise StepRefused(f"no complaint was filed of it: {dict(taken)}")
    return Receipt(str(taken["number"]), str(taken["query_code"]))


def solve_challenge(page: str) -> dict[str, str]:
    """The fields that a browser would add where the form asks for its work (ADR 0338); none where it asks for nothing."""
    found = re.search(r'data-salt="(\w+)" data-target="(\w+)" data-largest="(\d+)"', page)
    token = re.search(r'name="guard_token" value="([^"]+)"', page)
    if found is None or token is None:
        return {}
    return {"guard_token": token[1], "guard_number": find_number(found[1], found[2], int(found[3]))}


def find_number(salt: str, target: str, largest: int) -> str:
    """The number of a challenge, by trying."""
    tried = (str(number) for number in range(largest))
    return next(number for number in tried if sha256(f"{salt}:{number}".encode()).hexdigest() == target)


def read_secret(page: httpx.Response) -> str:
    """What a source signs with, as the page shows it once."""
    found = re.search(r'class="receipt-code">([^<]+)<', page.text)
    if not found:
        raise StepRefused(f"no secret is shown on {page.url.path}")
    return found.group(1)


def read_code(page: httpx.Response) -> str:
    """A code for the query or for a receipt."""
    found = re.search(r"\b[0-9A-Z]{5}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", page.text)
    if not found:
        raise StepRefused(f"no code is shown on {page.url.path}")
    return found.group(0)


def raise_for_refusal(answer: httpx.Response) -> None:
    """StepRefused with the words of the page."""
    if answer.status_code >= httpx.codes.BAD_REQUEST:
        if "json" in answer.headers.get("content-type", ""):
            text = json.dumps(answer.json(), ensure_ascii=False)
        else:
            text = re.sub(r"<[^>]+>|\s+", " ", answer.text)
        raise StepRefused(
            f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {text[:_MOST_TOLD]}"
        )
