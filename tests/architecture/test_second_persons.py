"""C7: who proposed does not approve: every place where the name of whoever decides is put down has its guard and its test.

A new one fails here until somebody has said who may not decide, or why one person is enough.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from services.tasks.registry import TASKS
from tests.architecture.source_tree import ROOT, modules

PUT_DOWN = re.compile(
    r"\.(?:\w+_)?(?:decided|approved|released|published|confirmed|verified|public|closed)_by\b[^=\n]*"
    r"= (?!None$|[\w.]+ = None$|row\.|whole\.)",
    re.M,
)
WEB, UNIT, SIDE = "tests/web_staff/test_", "tests/unit/services/test_", "tests/unit/side_requests/test_"
# The file, what refuses there, and the test that tries it as who proposed.
BY_ANOTHER: Mapping[str, tuple[str, str]] = {
    "accountability/decide_record.py": (
        "require(AccountabilityAct.DECIDE",
        f"{UNIT}accountability.py::test_three_people_open_decide_and_decide_the_appeal",
    ),
    "beside/entrustment/decide_entrustment.py": (
        "row.requested_by == actor.name",
        f"{WEB}entrustment_over_a_socket.py::test_nothing_leaves_before_another_person_has_read_and_approved_it",
    ),
    "beside/extension/decide_extension.py": (
        "row.requested_by == actor.name",
        f"{SIDE}extension.py::test_who_asked_does_not_decide",
    ),
    "beside/recusal/decide_recusal.py": (
        "not in list_deciders(row, unit)",
        f"{SIDE}recusal.py::test_nobody_else_decides",
    ),
    "beside/supervision/close.py": (
        "row.explained_by == actor.name",
        f"{SIDE}supervision.py::test_who_explained_does_not_close",
    ),
    "bulletins/publish_bulletin.py": (
        "login in list_hands(row, unit)",
        f"{WEB}bulletins_over_a_socket.py::test_a_correction_is_shown_as_such_and_nobody_publishes_what_he_wrote",
    ),
    "clocks/decide_limit.py": (
        "raise NotPermitted(code=FOUR_EYES)",
        "tests/unit/clocks/test_limit_proposals.py::test_nobody_approves_what_he_proposed_and_only_he_withdraws_it",
    ),
    "deployments/decide_deployment.py": (
        "row.proposed_by == login",
        f"{WEB}second_person_for_files_over_a_socket.py::test_what_one_brings_another_sees_with_what_it_changes_and_confirms",
    ),
    "examples/decide_example.py": (
        "login in list_hands(work, unit)",
        f"{WEB}examples_over_a_socket.py::test_typical_cases_are_told_without_anybody_in_them_and_released_by_a_second_person",
    ),
    "file_review/publish_sheet.py": (
        "login in drafters",
        f"{WEB}file_review_over_a_socket.py::test_a_version_of_the_sheet_is_edited_line_by_line_and_published_by_another",
    ),
    "keeping/decide_appraisal.py": (
        "login in {line.first_by, line.second_by}",
        f"{UNIT}appraisal.py::test_two_different_people_judge_alike_and_a_third_decides",
    ),
    "letters/approve_letter.py": (
        "find_waiting",
        f"{UNIT}letter_approval_rights.py::test_whoever_had_a_hand_in_it_approves_it_never",
    ),
    "measures/verify_measure.py": (
        "proof.by == login",
        "tests/workers/test_improvement_measure.py::test_who_carried_it_out_does_not_verify_it_and_what_was_not_done_goes_back",
    ),
    "office/decide_privacy_notice.py": (
        "raise NotPermitted(code=FOUR_EYES)",
        f"{WEB}privacy_over_a_socket.py::test_a_version_is_worded_by_one_and_approved_by_another",
    ),
    "openness/act_on_comment.py": (
        "row.answered_by == login",
        "tests/web/test_society_over_a_socket.py::test_anybody_comments_on_complaint_handling_and_reads_what_is_answered",
    ),
    "openness/annual_reports.py": (
        "raise NotPermitted(code=OWN_REPORT)",
        "tests/web/test_annual_report_over_a_socket.py::test_a_report_is_worded_by_one_published_by_another_and_read_by_everybody",
    ),
    "openness/decide_checklist.py": (
        "raise NotPermitted(code=FOUR_EYES)",
        "tests/web/test_checklists_over_a_socket.py::test_an_administrator_does_not_approve_what_he_worded_and_may_withdraw_it",
    ),
    "oversight/decide_mandate.py": (
        "row.granted_by == login",
        f"{WEB}oversight_over_a_socket.py::test_a_mandate_is_granted_by_its_form_with_faults_at_their_fields",
    ),
    "performance/decide_consequence.py": (
        "raise NotPermitted(code=OWN_PROPOSAL)",
        f"{UNIT}performance.py::test_reward_and_penalty_are_decided_by_a_second_person",
    ),
    "performance/decide_objection.py": (
        "raise NotPermitted(code=RELEASED_IT)",
        f"{UNIT}performance.py::test_an_objection_that_is_upheld_stands_beside_the_first_score",
    ),
    "performance/decide_scores.py": (
        "row.asked_by == login",
        f"{UNIT}performance.py::test_a_second_person_releases_what_was_frozen",
    ),
    "performance/publish_rules.py": (
        "row.drafted_by == login",
        f"{UNIT}performance.py::test_rules_are_published_by_a_second_person_and_never_changed",
    ),
    "privacy/decide_assessment.py": (
        "raise NotPermitted(code=FOUR_EYES)",
        f"{WEB}assessments_over_a_socket.py::test_one_writes_and_another_approves",
    ),
    "privacy/tell_of_incident.py": (
        "NotPermitted",
        f"{WEB}incidents_of_data_over_a_socket.py::test_an_incident_is_told_and_only_what_happened_stands_there",
    ),
    "studies/decide_study.py": (
        "raise RuleRefused(OWN_ANALYSIS)",
        f"{UNIT}studies.py::test_nobody_decides_his_own_analysis_and_no_step_is_taken_that_is_not_asked_for",
    ),
    "transfer/confirm_receipt.py": (
        "row.receipt_by == login",
        f"{UNIT}transfers.py::test_files_go_together_and_only_a_receipt_that_two_saw_transfers_them",
    ),
}
# They put nobody's name down beside the one who proposed.
ALSO_BY_ANOTHER: Mapping[str, tuple[str, str]] = {
    "acts/approve_disclosure.py": (
        "chosen.by == case.actor.name",
        f"{SIDE}facts_for_units.py::test_who_chose_the_level_does_not_allow_it_and_no_clerk_does",
    ),
    "case/decide_run.py": (
        "raise NotPermitted(code=FOUR_EYES)",
        f"{WEB}second_person_at_a_run.py::test_ending_a_run_shows_what_ends_and_takes_a_second_person",
    ),
    "keeping/destroy_list.py": (
        "login == row.opened_by",
        f"{WEB}destructions_over_a_socket.py::test_a_list_is_opened_watched_over_printed_and_carried_out",
    ),
    "openings/confirm_opening.py": (
        "actor.staff_id != row.second_opener",
        f"{WEB}openings_over_a_socket.py::test_two_people_open_a_box_and_what_was_in_it_is_registered_or_noted",
    ),
    "proposals/answer_proposal.py": (
        "row.proposed_by == login",
        f"{UNIT}proposals.py::test_who_proposed_it_does_not_answer_and_is_told_until_he_has_read",
    ),
}
# Of these the bars of the task keep away who proposed (below), before the use case is asked.
BY_BARS: Mapping[str, str] = {
    "casefile/proposals.py": f"{WEB}second_pair_of_eyes_over_a_socket.py::test_who_proposed_and_who_is_not_in_charge_are_told_so",
    "beside/rectification/verify.py": f"{SIDE}verifier.py::test_whoever_reported_does_not_verify",
    "beside/review/decide_review.py": f"{SIDE}changed_review.py",
}
ONE_PERSON: Mapping[str, str] = {
    "alerts/settle_mail.py": "whether a mail of his own arrived is known to whom it went",
    "beside/extension/request_extension.py": "an office that asks for no approval of extensions",
    "case/correct_respondent.py": "the machine reads it out of the words",
    "groups/decide_proposal.py": "the machine proposes",
    "keeping/release_file.py": "a freeze ends by who leads or watches; nothing is lost by it",
    "openness/take_down_report.py": "what harms somebody must not wait for a second",
    "orders/take_table.py": "a table of the hotline, looked at by who takes it in",
    "prior/take_table.py": "a table of the office's own, which can be taken back",
    "privacy/decide_request.py": "the person concerned asks",
    "rights/decide_objection.py": "the respondent objects; who handled, found or drafted is kept away by find_decider_bar",
    "signals/decide_signal.py": "the machine finds it",
    "summaries/decide_summary.py": "figures that a process counted",
    "tasks/matter_ways.py": "what is proposed there waits as a proposal (casefile/proposals.py)",
    "tasks/verify_withdrawal.py": "the complainant wishes it",
    "waves/decide_wave.py": "the machine finds it",
}
# Tasks that approve, by their names, which are barred to somebody; and those that decide what nobody of the staff proposed.
APPROVES = re.compile(r"^(approve|review|decide|verify|close|arbitrate)-")
UNBARRED_TASKS = {
    "arbitrate-referral": "two units of which none is the arbiter's",
    "close-supervision": "refused by the use case (beside/supervision/close.py)",
    "decide-redo": "decides whether a return visit leads to work anew",
}


def test_each_place_that_approves_keeps_away_who_proposed_or_says_why_one_is_enough() -> None:
    """C7."""
    found = {
        path.relative_to(ROOT / "services").as_posix()
        for path in modules("services")
        if PUT_DOWN.search(path.read_text("utf-8"))
    }
    known = {*BY_ANOTHER, *BY_BARS, *ONE_PERSON}
    assert sorted(found - known) == [], "who may not decide there, or why is one person enough?"
    assert sorted(known - found) == []
    for name, (guard, test) in {**BY_ANOTHER, **ALSO_BY_ANOTHER}.items():
        assert guard in (ROOT / "services" / name).read_text("utf-8"), name
        file, _, function = test.partition("::")
        assert f"def {function}(" in (ROOT / file).read_text("utf-8"), test
    assert [test for test in BY_BARS.values() if not (ROOT / test.partition("::")[0]).is_file()] == []


def test_each_task_that_approves_is_barred_to_somebody() -> None:
    """C7: the bars are asked for every list and again when somebody claims or submits."""
    approving = {task.form: task.find_bars for task in TASKS.values() if APPROVES.match(task.form)}
    assert {form for form, bars in approving.items() if bars is None} == set(UNBARRED_TASKS)
    assert len(approving) > 10


def test_a_place_without_a_guard_is_found() -> None:
    for line in (
        "row.decided_by, row.decided_at = login, now",
        "    edition.released_by = staff_id_of(actor)",
    ):
        assert PUT_DOWN.search(line), line
    for line in (
        "row.decided_by = None",
        "matter.decided_by = whole.decided_by",
        "if row.decided_by == login:",
    ):
        assert not PUT_DOWN.search(line), line
