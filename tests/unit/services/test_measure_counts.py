"""What is counted of a measure: each complaint once, by what was found, none for named readers alone; and against what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from api.staff.measure_words import _ledger
from models.case.complaint_group import ComplaintGroup, GroupMember
from models.case.matter import Matter
from models.case.matter_cause import MatterCause
from models.ground.codes import Finding
from models.ground.ids import new_id
from models.ground.measure_codes import MeasureBasis, MeasureOthers
from models.office.measure import Measure
from models.office.transaction_volume import TransactionVolume, VolumeImport
from services.measures.exposure import Against, Exposure, VolumesMissing, find_against, measure_exposure
from services.measures.spans import Days
from services.measures.subject import Beside, Seen, Subject, count_seen
from services.studies.count_study import count_seen as count_studied
from services.studies.subject import Subject as StudySubject
from services.unit_of_work import Unit
from tests.full_office import FullOffice
from tests.unit.services.planted_effects import ITEM, TYPE, UNIT, plant, spread
from tests.web_staff.cases import restrict_to

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)
SUBJECT = Subject(TYPE, UNIT, ITEM)


def seen(office: FullOffice, others: MeasureOthers = MeasureOthers.SAME_TYPE) -> Seen:
    with office.unit_of_work().reading() as unit:
        return count_seen((FIRST, LAST), SUBJECT, Beside(others), unit)


def test_each_complaint_counts_once_by_what_was_found_and_where(office: FullOffice) -> None:
    """Found, undecided, told and the group beside; the days before and after are not of it."""
    days = (FIRST, LAST)
    plant(office, spread(*days, 4))
    plant(office, spread(*days, 3), Finding.NOT_SUBSTANTIATED)
    plant(office, spread(*days, 2), None)
    plant(office, spread(*days, 5, unit="CG", item="CG-001"))
    plant(office, spread(*days, 7, category="bad_attitude", unit="CG", item="CG-001"))
    plant(office, spread(FIRST - timedelta(days=9), FIRST - timedelta(days=1), 6))
    plant(office, spread(LAST + timedelta(days=1), LAST + timedelta(days=9), 6))
    # Their files are not yet closed, and three of them are decided.
    assert seen(office) == Seen(found=4, open=2, told=9, others=5)
    assert seen(office, MeasureOthers.ALL_ELSE).others == 12
    corrected = plant(office, spread(*days, 2, category="bad_attitude"))
    with office.unit_of_work() as unit:
        unit.session.execute(
            update(Matter).where(Matter.complaint_id.in_(corrected)).values(category_found=TYPE)
        )
    assert seen(office) == Seen(found=6, open=2, told=9, others=5), "told otherwise, found to be of this type"


def test_a_mass_complaint_counts_once_and_named_readers_alone_see_theirs(office: FullOffice) -> None:
    leading, member, secret, *_ = plant(office, spread(FIRST, LAST, 5))
    with office.unit_of_work() as unit:
        group = ComplaintGroup(leading_id=leading, name="六月补卡", closing_share=60, opened_by="jian.rujing")
        group.opened_at = unit.clock.now()
        unit.session.add(group)
        unit.session.flush()
        row = GroupMember(id=new_id(), leading_id=leading, complaint_id=member, joined_by="jian.rujing")
        row.joined_at = unit.clock.now()
        unit.session.add(row)
    restrict_to(office, secret, "zong.lanyun")
    assert seen(office).found == 3
    with office.unit_of_work() as unit:
        unit.session.execute(update(GroupMember).values(own_matters=[1]))
    found = seen(office).found
    assert found == 4, "one with a matter of its own counts, as in the study of the same days"
    with office.unit_of_work().reading() as unit:
        studied = count_studied(StudySubject(unit=UNIT, item=ITEM, category=TYPE), FIRST, LAST, unit)
    assert studied.found == found


def test_of_a_main_cause_as_many_count_as_its_study_found_and_the_same_cause_elsewhere_beside(
    office: FullOffice,
) -> None:
    """A measure without a problem type, by a cause or by its place alone."""
    days = (FIRST, LAST)
    here = plant(office, spread(*days, 5)) + plant(office, spread(*days, 2, category="bad_attitude"))
    plant(office, spread(*days, 2), None)
    there = plant(office, spread(*days, 4, unit="CG", item="CG-001"))
    with office.unit_of_work() as unit:
        for case in (*here[3:], *there[:3]):
            of = {"complaint_id": case, "matter_no": 1, "turn": 1, "code": "process-2", "by": "wen.rusheng"}
            unit.session.add(MatterCause(id=new_id(), **of, is_main=True, said_at=unit.clock.now()))
    same, all_else = Beside(MeasureOthers.SAME_TYPE), Beside(MeasureOthers.ALL_ELSE)
    by_cause = Subject(unit=UNIT, item=ITEM, cause="process-2")
    with office.unit_of_work().reading() as unit:
        counted = count_seen(days, by_cause, same, unit)
        studied = count_studied(StudySubject(UNIT, ITEM, cause="process-2"), FIRST, LAST, unit)
        at_place = count_seen(days, Subject(unit=UNIT, item=ITEM), all_else, unit)
        beside = count_seen(days, by_cause, all_else, unit).others
    assert (counted.found, counted.told) == (studied.found, studied.told) == (4, 9)
    assert counted.open == 5, "two that nobody decided, and three that are true and have no cause on record"
    assert counted.others == 3 and beside == 7, "of the same cause, and all else that is true"
    assert at_place == Seen(found=7, open=2, told=9, others=4)


def test_a_number_of_a_measure_without_a_type_opens_what_the_ledger_can_be_asked_for() -> None:
    days = ("2026-06-01", "2026-06-30")
    of_cause, of_unit = Measure(unit=UNIT, item=ITEM, cause="process-2"), Measure(unit=UNIT)
    assert _ledger(of_cause, days, true=True).startswith(
        f"/ledger?true_cause=process-2&problem_unit={UNIT}&problem_item={ITEM}&counted_once"
    )
    assert _ledger(of_cause, days, true=False).startswith(f"/ledger?about={UNIT}&item={ITEM}&counted_once")
    assert _ledger(of_unit, days, true=True) == "", "it has no filter for what was found true"


def test_a_number_of_a_measure_opens_those_that_it_counts() -> None:
    measure = Measure(category=TYPE, unit=UNIT, item=ITEM, cause="")
    assert "counted_once=yes" in _ledger(measure, ("2026-06-01", "2026-06-30"), true=True)


def volume(office: FullOffice, month: date, number: int, unit_code: str = UNIT) -> None:
    with office.unit_of_work() as unit:
        taken = VolumeImport(id=new_id(), by="jian.rujing", at=unit.clock.now(), sha256="0" * 64, rows=1)
        taken.replaced = 0
        unit.session.add(taken)
        unit.session.flush()
        row = TransactionVolume(id=new_id(), import_id=taken.id, unit=unit_code, month=month, number=number)
        unit.session.add(row)


def exposure(days: tuple[Days, ...], subject: Subject, unit: Unit) -> Exposure:
    return measure_exposure(days, find_against(days, MeasureBasis.TRANSACTIONS, subject, unit), subject, unit)


def test_units_that_begin_or_cease_to_send_their_transactions_are_not_compared_with(
    office: FullOffice,
) -> None:
    """Else the others' rate would double, and a measure be closed by that alone."""
    july = date(2026, 7, 1)
    for month, units in ((FIRST, (UNIT, "CG", "SW")), (july, (UNIT, "CG"))):
        for code in units:
            volume(office, month, 1_000, code)
    days = ((FIRST, LAST), (july, date(2026, 7, 31)))
    plant(office, spread(FIRST, LAST, 3, unit="CG", item="CG-001"))
    plant(office, spread(FIRST, LAST, 4, unit="SW", item="SW-001"))
    of_unit = Subject(TYPE, UNIT)
    with office.unit_of_work().reading() as unit:
        against = find_against(days, MeasureBasis.TRANSACTIONS, of_unit, unit)
        told = [measure_exposure((part,), against, of_unit, unit) for part in days]
        beside = Beside(MeasureOthers.SAME_TYPE, against.units)
        assert count_seen((FIRST, LAST), of_unit, beside, unit).others == 3
        with pytest.raises(VolumesMissing):
            find_against(days, MeasureBasis.TRANSACTIONS, Subject(TYPE, "SW"), unit)
    assert told == [Exposure(1.0, 1.0)] * 2


def test_working_days_and_transactions_are_what_a_rate_is_by(office: FullOffice) -> None:
    """Half of a month counts half of its transactions; a month without numbers is told, not taken for none."""
    june = ((FIRST, LAST),)
    of_unit = Subject(TYPE, UNIT)
    with office.unit_of_work().reading() as unit:
        worked = measure_exposure(june, Against(MeasureBasis.WORKDAYS), of_unit, unit)
        with pytest.raises(VolumesMissing):
            exposure(june, of_unit, unit)
    assert worked == Exposure(0.21, 0.21), "dragon boat day is none"
    volume(office, FIRST, 4_200)
    volume(office, FIRST, 21_000, "CG")
    with office.unit_of_work().reading() as unit:
        whole = exposure(june, of_unit, unit)
        part = exposure(((FIRST, date(2026, 6, 12)),), of_unit, unit)
    assert whole == Exposure(4.2, 21.0)
    assert part.own == pytest.approx(4.2 * 10 / 21)
