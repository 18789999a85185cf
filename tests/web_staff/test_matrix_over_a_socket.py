"""The table of roles, relations and routes, asked of the product's own web server: each role once, each relation at least twice.

All 10,780 cells are asked of the application in one process (test_matrix.py), whose client never writes an answer onto a
connection; these are the same table, judged by the same code.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest

from models.vault.keyring import Keyring
from prove.record import Record
from tests.served_office import ServedOffice, serve_office
from tests.web_staff.cases import unpacked
from tests.web_staff.people import BY_ROLE
from tests.web_staff.test_matrix import RELATIONS, judge_cells, prepare

# Each cell is a page over a connection: three roles in `make check`, all of them, some 2,100 cells, in `make prove-matrix`.
IS_PROVED = os.environ.get("PROVE") == "1"
PAIRS = list(zip(BY_ROLE, cycle(RELATIONS), strict=False))
pytestmark = [pytest.mark.check(sister="tests/web_staff/test_matrix.py"), pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """Of these tests alone: they make people relatives of who is complained about."""
    with serve_office(tmp_path_factory.mktemp("matrix"), sqlite_office_template) as office:
        yield office


@pytest.mark.parametrize(("role", "relation"), PAIRS[:: 1 if IS_PROVED else 4])
def test_over_a_socket_each_role_reads_what_the_table_says(
    served: ServedOffice, role: str, relation: str
) -> None:
    """ST-10, R45 R109: status, no name of who complained, and no trace of the case for who must not see it."""
    login = BY_ROLE[role]
    case = prepare(served.office, login, relation, f"203.0.113.{list(BY_ROLE).index(role) + 30}")
    visitor = served.visitor(login)

    def ask(address: str) -> tuple[int, str]:
        answer = visitor.client.get(address)
        return answer.status_code, unpacked(answer.content).decode("utf-8", "replace")

    cells = judge_cells(ask, case, role, relation)
    holes = [hole for hole in cells.values() if hole]
    cells_asked = "cells of role, relation and route, each asked of the web server over a socket"
    Record(cells_asked, attempts=len(cells), leaked=len(holes)).save()
    assert holes == []
    assert len(cells) * len(PAIRS) >= 2_000
