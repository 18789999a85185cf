"""Pages are small on the wire, and their length tells nothing of what stands in them (UX-45)."""

from __future__ import annotations

import gzip

import httpx

from models.office.service_item import ServiceItem
from models.office.service_window import ServiceWindow
from models.office.unit import OrganisationUnit
from tests.both_databases.test_list_queries import statements
from tests.full_office import FullOffice
from tests.served_office import ServedOffice
from tests.web.pages import Visitor
from tests.web.test_guide_over_a_socket import PUBLIC, STAFF

HEAVIEST = 200 * 1024
MOST_STATEMENTS = 40
BROWSER = {"Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"}


def raw(client: httpx.Client, path: str, **headers: str) -> tuple[httpx.Headers, bytes]:
    """The answer as it came over the line."""
    with client.stream("GET", path, headers=headers) as answer:
        return answer.headers, b"".join(answer.iter_raw())


def test_html_comes_compressed_and_is_small(served_office: ServedOffice) -> None:
    """UX-45, UX-47: at most 200 KB a page, the citizens' and the staff's alike; form-js comes with forms of tasks alone."""
    for visitor, paths in (
        (served_office.visitor(), PUBLIC),
        (served_office.visitor("wen.rusheng"), STAFF),
    ):
        for path in paths:
            headers, content = raw(visitor.client, path, **BROWSER)
            assert headers["Content-Encoding"] == "gzip", path
            assert "Accept-Encoding" in headers["Vary"], path
            assert int(headers["Content-Length"]) == len(content) <= HEAVIEST, path
            page = gzip.decompress(content)
            assert page.rstrip().endswith(b"</html>"), path
            assert b"form.js" not in page, path


def test_who_cannot_read_it_gets_the_page_as_it_is(served_office: ServedOffice) -> None:
    headers, content = raw(served_office.visitor().client, "/", **{"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in headers
    assert content.rstrip().endswith(b"</html>")


def test_another_site_learns_nothing_from_the_length_of_a_page(served_office: ServedOffice) -> None:
    """BREACH: what another site causes is never compressed; one's own lengths differ by chance."""
    client = served_office.visitor().client
    for site in ("cross-site", "same-site"):
        headers, _ = raw(client, "/progress", **{**BROWSER, "Sec-Fetch-Site": site})
        assert "Content-Encoding" not in headers
    assert len({len(raw(client, "/progress", **BROWSER)[1]) for _ in range(12)}) > 1


def test_the_public_pages_ask_as_often_for_a_hundred_units_as_for_the_demo(
    office: FullOffice, citizen: Visitor
) -> None:
    def count(path: str) -> int:
        with statements(office) as seen:
            assert citizen.get(path).status_code == 200
        return len(seen)

    before = {path: count(path) for path in PUBLIC}
    with office.unit_of_work() as unit:
        like = unit.session.get_one(OrganisationUnit, "SJ")
        for number in range(100):
            code = f"N{number}"
            unit.session.add(OrganisationUnit(code=code, name=f"第{number}局", kind=like.kind))
            unit.session.flush()
            unit.session.add(ServiceWindow(code=f"N-{number}", unit=code))
            unit.session.add(
                ServiceItem(code=code, unit=code, name=f"第{number}项", windows=[], documents=[])
            )
    assert {path: count(path) for path in PUBLIC} == before
    assert max(before.values()) <= MOST_STATEMENTS
