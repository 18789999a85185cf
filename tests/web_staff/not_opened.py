"""Routes that are read and that the furnished office of test_page_statements.py has no page for: what each would need.

Each is looked at by the test that stands beside it, which does not count its statements. Many are of offices that have lived
longer; a row more in addresses_of_rows.py takes one off here.
"""

from __future__ import annotations

from collections.abc import Mapping

# By what is missing; the test that has it.
_OF: Mapping[str, tuple[str, ...]] = {
    "somebody who is away: test_absences_over_a_socket.py": ("/absences/<absence_id>",),
    "a suspicion on record: test_accountability_over_a_socket.py": ("/accountability/<record_id>",),
    "an identity provider: tests/web/test_provider_over_a_socket.py": (
        "/accounts/<login>/provider",
        "/identity",
        "/sign-in/provider/back",
    ),
    "somebody who has left: test_staff_changes_over_a_socket.py": ("/accounts/<login>/return",),
    "a table of places: test_place_import_over_a_socket.py": ("/administration/import/<import_id>",),
    "a limit that was proposed: test_limits_over_a_socket.py": (
        "/administration/limits/proposals/<proposal_id>",
    ),
    "a what-if that was counted: test_what_if_over_a_socket.py": (
        "/what-if/<what_if_id>",
        "/what-if/<what_if_id>/cases",
        "/what-if/<what_if_id>/changes",
    ),
    "complaints that rise: test_alarms_over_a_socket.py": ("/alarms/<wave_id>",),
    "a year whose months are published: tests/web/test_annual_report_over_a_socket.py": (
        "/annual-reports/<year>",
        "/annual-reports/<year>/report.pdf",
    ),
    "a period that is published: tests/web/test_public_numbers_over_a_socket.py": (
        "/open-data/<name>.csv",
        "/open-data/<name>.json",
    ),
    "a sending that is under way: tests/web/test_guard_over_a_socket.py": ("/api/v1/challenge",),
    "who signs instead of a session: test_sources_over_a_socket.py": (
        "/api/v1/sources/<source>/messages/<message_id>",
    ),
    "a file whose term is over: test_appraisals_over_a_socket.py": ("/appraisals/<appraisal_id>",),
    "a bulletin of a period: test_bulletins_over_a_socket.py": (
        "/bulletins/<bulletin_id>",
        "/bulletins/<bulletin_id>/<int:edition>/bulletin.pdf",
    ),
    "an example that was written: test_examples_over_a_socket.py": (
        "/cases-explained/<example_id>",
        "/examples/<example_id>",
    ),
    "what somebody filled in: test_third_persons_over_a_socket.py": (
        "/cases/<complaint_id>/acts/<act>/leaving",
    ),
    "a file that was sealed: test_volumes_over_a_socket.py": (
        "/cases/<complaint_id>/archive/<int:no>/file.pdf",
    ),
    "a mass complaint: test_letter_batches_over_a_socket.py": (
        "/cases/<complaint_id>/letter-batches",
        "/letter-batches/<batch_id>",
        "/letter-batches/<batch_id>/letters.pdf",
    ),
    "a letter that waits for approval: test_letter_approval_over_a_socket.py": (
        "/cases/<complaint_id>/letters/<kind>/<subject>/approval",
    ),
    "a review by an organ above: test_superior_over_a_socket.py": (
        "/cases/<complaint_id>/reviews/<review_id>/sheet",
    ),
    "a complaint that is being written: tests/web/test_filing_steps.py": (
        "/complaints/new/check",
        "/complaints/new/files/<key>",
    ),
    "the person complained about, after an approval: test_own_part_over_a_socket.py": (
        "/concerning-me/requests/<request_id>",
        "/support-notes/<note_id>",
    ),
    "one visitor by appointment: test_appointments_over_a_socket.py": (
        "/counter/<appointment_id>",
        "/counter/<appointment_id>/complaint",
    ),
    "files that wait for a second person: test_difference_over_a_socket.py": (
        "/deployments/<proposal_id>",
        "/deployments/<proposal_id>/files/<int:no>",
        "/deployments/versions/<key>",
        "/deployments/versions/<key>/file",
    ),
    "a list of files to be destroyed: test_destructions_over_a_socket.py": (
        "/destructions/<list_id>",
        "/destructions/<list_id>/list.pdf",
    ),
    "a file of more than a picture: test_evidence_viewer_over_a_socket.py": (
        "/evidence/<evidence_id>/pages/<int:number>",
        "/evidence/<evidence_id>/play",
    ),
    "one message that came in: test_incoming_over_a_socket.py": (
        "/incoming/<incoming_id>",
        "/incoming/<incoming_id>/complaint",
        "/incoming/<incoming_id>/files/<int:place>",
    ),
    "a mandate of an overseer: test_oversight_over_a_socket.py": (
        "/mandates/<mandate_id>",
        "/oversight/<mandate_id>",
        "/oversight/<mandate_id>/files",
        "/oversight/<mandate_id>/files/<int:no>",
        "/oversight/<mandate_id>/looks",
    ),
    "an instance of the engine: test_monitor.py": ("/monitor/instances/<key>",),
    "incidents of the engine: test_incident_batches.py": ("/monitor/incidents/retries/<batch_id>",),
    "a task that stands still: test_stuck_over_a_socket.py": ("/monitor/stuck/tasks/<key>",),
    "a run that somebody proposed to end: test_second_person_at_a_run.py": ("/monitor/runs/<proposal_id>",),
    "what two people opened: test_openings_over_a_socket.py": (
        "/openings/<opening_id>",
        "/openings/<opening_id>/covers.pdf",
        "/openings/<opening_id>/found/<int:no>",
        "/openings/<opening_id>/found/<int:no>/complaint",
        "/openings/<opening_id>/list.pdf",
    ),
    "a scan that came in: test_scans_over_a_socket.py": (
        "/openings/<opening_id>/scans",
        "/openings/scans/<incoming_id>",
        "/openings/scans/<incoming_id>/pages/<int:first>-<int:last>.pdf",
    ),
    "an order of the hotline: test_orders_over_a_socket.py": ("/orders/<order_id>",),
    "a table of orders: test_order_tables_over_a_socket.py": ("/orders/tables/<table_id>",),
    "a period that was counted: test_performance_over_a_socket.py": (
        "/performance/<score_id>",
        "/performance/<score_id>/<indicator>",
    ),
    "a table of before: test_prior_over_a_socket.py": (
        "/prior/<prior_id>",
        "/prior/tables/<table_id>",
        "/prior/tables/<table_id>/wrong.xlsx",
    ),
    "data of people that got out: test_incidents_of_data_over_a_socket.py": (
        "/privacy/incidents/<incident_id>",
        "/privacy/incidents/<incident_id>/correct",
    ),
    "a request about one's own data: test_data_requests_over_a_socket.py": (
        "/privacy/requests/<request_id>",
    ),
    "a contract with who works on data: test_provisions_over_a_socket.py": (
        "/privacy/contracts/<contract_id>",
    ),
    "a proposal at a diagram: test_proposals_over_a_socket.py": ("/proposals/<proposal_id>",),
    "a round of the review of files: test_file_review_over_a_socket.py": (
        "/reviews/<round_id>",
        "/reviews/<round_id>/files/<int:no>",
        "/reviews/orders/<order_id>",
    ),
    "a session that waits for its second step: tests/web/test_second_factor_over_a_socket.py": (
        "/second-factor",
        "/second-factor/mine/code.svg",
    ),
    "records that do not go together: test_signals_over_a_socket.py": ("/signals/<signal_id>",),
    "a month that ended: test_summaries_over_a_socket.py": ("/summaries/<summary_id>",),
    "no page, it leads to the task before or after: test_guidance_over_a_socket.py": (
        "/tasks/<user_task_key>/after",
        "/tasks/<user_task_key>/before",
    ),
    "a task that was submitted: test_way_on_over_a_socket.py": ("/tasks/submitted/<task_record_id>",),
    "a hand-over to the archives: test_transfers_over_a_socket.py": (
        "/transfers/<transfer_id>",
        "/transfers/<transfer_id>/list.pdf",
        "/transfers/<transfer_id>/receipt",
    ),
    "nothing: looks beside the page at what is due, when its time comes": ("/health", "/readyz"),
}
NOT_OPENED: Mapping[str, str] = {rule: why for why, rules in _OF.items() for rule in rules}
