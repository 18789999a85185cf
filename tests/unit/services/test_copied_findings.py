"""抄写认定: who writes what another case was found by, told apart from what many write and from what belongs together."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from models.case.finding_print import BANDS, FindingBand, FindingPrint, bands_of
from models.clock.legal_time import parse_moment
from models.ground.signal_codes import SignalCode
from tests.full_office import FullOffice
from tests.unit.services.signalled_cases import (
    FACTS,
    NOON,
    OTHER,
    QUEUE,
    case_of,
    cases_of,
    findings,
    fired,
    join,
    look,
    touch,
)

CROWD = 5_000


def test_copied_findings_fire_for_the_later_one_and_not_within_a_mass_complaint(office: FullOffice) -> None:
    first, copy, apart, leading, member = (case_of(office) for _ in range(5))
    with office.unit_of_work() as unit:
        findings(unit, first, "2026-09-10T10:00")
        findings(unit, copy, "2026-09-12T10:00", FACTS.replace("九月三日", "九月五日"), by=OTHER)
        findings(unit, apart, "2026-09-13T10:00", QUEUE)
        findings(unit, leading, "2026-09-13T11:00", NOON)
        findings(unit, member, "2026-09-13T12:00", NOON)
        join(unit, leading, member)
    look(office)
    row = fired(office, copy)[SignalCode.COPIED_FINDINGS]
    assert row.person == OTHER and [part["ref"] for part in row.evidence if part["what"] == "same_text"] == [
        first
    ]
    for case in (first, apart, leading, member):
        assert SignalCode.COPIED_FINDINGS not in fired(office, case)
    kept = [row.signature for row in office.rows(FindingPrint)]
    assert len(kept) == 4 and len(office.rows(FindingBand)) == 32
    assert not any("窗口" in signature for signature in kept)


def with_band(band: int, signature: str, no: int) -> str:
    """The signature of another text that has this band in common with one, and nothing else."""
    width = len(signature) // BANDS
    other = [f"{no:016x}" * (width // 16)] * BANDS
    other[band] = signature[band * width : (band + 1) * width]
    return "".join(other)


def add_crowd(office: FullOffice, cases: list[str], signature: str, phrases: int) -> None:
    """Matters that have one of the first bands in common with the text, each in its turn, and else nothing."""
    keys = [
        {"complaint_id": case, "matter_no": no} for case in cases for no in range(1, CROWD // len(cases) + 1)
    ]
    told, values = parse_moment("2026-08-10T10:00"), bands_of(signature)
    prints = [
        {**key, "person": f"one.{at % 40}", "at": told, "signature": with_band(at % phrases, signature, at)}
        for at, key in enumerate(keys)
    ]
    bands = [{**key, "band": at % phrases, "value": values[at % phrases]} for at, key in enumerate(keys)]
    with office.unit_of_work() as unit:
        unit.session.execute(insert(FindingPrint), prints)
        unit.session.execute(insert(FindingBand), bands)


@pytest.mark.parametrize("phrases", [1, BANDS])
def test_a_copy_is_found_among_five_thousand_matters_that_share_a_phrase(
    office: FullOffice, phrases: int
) -> None:
    """Only the first 2,000 that had any band in common were compared; where all bands are common, those that share most are."""
    *crowd, first, copy = sorted(cases_of(office, 12))
    with office.unit_of_work() as unit:
        findings(unit, first, "2026-09-10T10:00")
    look(office)
    add_crowd(office, crowd, office.rows(FindingPrint)[0].signature, phrases)
    with office.unit_of_work() as unit:
        findings(unit, copy, "2026-09-12T10:00", by=OTHER)
    touch(office, copy)
    look(office, "2026-12-02T09:00")
    row = fired(office, copy)[SignalCode.COPIED_FINDINGS]
    assert row.person == OTHER and [part["ref"] for part in row.evidence[1:]] == [first]
