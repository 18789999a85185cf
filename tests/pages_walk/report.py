"""Which routes of the product a walk did not see, and why some show no page."""

from __future__ import annotations

from collections.abc import Mapping

from tests.pages_walk.walk import Walk, list_routes

_PROVIDER = "needs an identity provider: tests/web/test_provider_over_a_socket.py"
_FACTOR = "needs the code of an app: tests/web/test_second_factor_over_a_socket.py"
_MACHINES = "JSON for programs"
_CHOSEN = "says of each chosen task what became of it: tests/web_staff/test_task_list_over_a_socket.py"
_SEARCHED = "leads to a list under an id of its own: tests/web_staff/test_case_list_over_a_socket.py"
_BACK = "leads back to a page that is walked"
_ALERT_MAIL = "with an address: tests/web_staff/test_alert_mail_over_a_socket.py"
_OWN = "of a person complained about after an approval: tests/web_staff/test_own_part_over_a_socket.py"
_SHOWN = "a picture, sound or film"
_LEAVING = "asks for what somebody filled in: tests/web_staff/test_third_persons_over_a_socket.py"
_SCRIPT = "JSON for the script of the form"
_DEMO = "leads on, as somebody else or at another time: tests/demo"
_IMPORTED = "needs an uploaded table: tests/web_staff/test_place_import_over_a_socket.py"
_SECOND = "needs a run that somebody proposed to end: tests/web_staff/test_second_person_at_a_run.py"
_WHAT_IF = "of a what-if by its id: tests/web_staff/test_what_if_over_a_socket.py"
_LIMITS = "of a limit or a change by its id: tests/web_staff/test_limits_over_a_socket.py"
_KIND = "of one kind: tests/web_staff/test_categories_over_a_socket.py"
_LETTER = "of one letter: tests/web_staff/test_letters_over_a_socket.py"
_POST = "of letters that are posted: tests/web_staff/test_post_over_a_socket.py"
_FILE = "of a sealed file: tests/web_staff/test_volumes_over_a_socket.py"
_WAVE = "of complaints that rise: tests/web_staff/test_alarms_over_a_socket.py"
_FILE_REVIEW = "of a round or a version of the sheet: tests/web_staff/test_file_review_over_a_socket.py"
_SIGNAL = "of records that do not go together: tests/web_staff/test_signals_over_a_socket.py"
_ACCOUNT = "of a suspicion that was put on record: tests/web_staff/test_accountability_over_a_socket.py"
_SCORES = "of a period that was counted: tests/web_staff/test_performance_over_a_socket.py"
_PROPOSAL = "of a proposal at a diagram that was sent: tests/web_staff/test_proposals_over_a_socket.py"
_MEASURE = "of a measure that was entered: tests/web_staff/test_measures_over_a_socket.py"
_STUDY = "of a study that was opened: tests/web_staff/test_studies_over_a_socket.py"
_MANDATE = "of a mandate of an overseer: tests/web_staff/test_oversight_over_a_socket.py"
_SECOND_FILES = "of files that wait: tests/web_staff/test_second_person_for_files_over_a_socket.py"
_DIFFERENCE = "of files that wait: tests/web_staff/test_difference_over_a_socket.py"
_AUDIT = "of an auditor, whom an earlier office does not have: tests/web_staff/test_audit_over_a_socket.py"
_OUTSIDE = "of a case that went to court: tests/web_staff/test_oversight_over_a_socket.py"
_BULLETIN = "of a bulletin of a period: tests/web_staff/test_bulletins_over_a_socket.py"
_STAFFING = "of people by their login: tests/web_staff/test_performance_over_a_socket.py"
_SUMMARY = "of a month that ended: tests/web_staff/test_summaries_over_a_socket.py"
_YEAR = "of a year whose months are all published: tests/web/test_annual_report_over_a_socket.py"
_COMMENT = "of one comment: tests/web/test_society_over_a_socket.py"
_COMMENT_OFFICE = "what the office says of itself: tests/web/test_society_over_a_socket.py"
_PUBLIC_NUMBERS = "of a published period: tests/web/test_public_numbers_over_a_socket.py"
_TRANSFER = "to the archives: tests/web_staff/test_transfers_over_a_socket.py"
_DESTRUCTION = "of files that are destroyed: tests/web_staff/test_destructions_over_a_socket.py"
_APPRAISAL = "of files whose term is over: tests/web_staff/test_appraisals_over_a_socket.py"
_KEEPING = "of one sealed file: tests/web_staff/test_keeping_over_a_socket.py"
_BATCH = "of a mass complaint's letters: tests/web_staff/test_letter_batches_over_a_socket.py"
_APPROVED = "of a letter that waits: tests/web_staff/test_letter_approval_over_a_socket.py"
_ORDERS = "needs an uploaded file: tests/web_staff/test_order_tables_over_a_socket.py"
_PRIOR = "needs a table of before: tests/web_staff/test_prior_over_a_socket.py"
_ORDER = "needs an order of the hotline: tests/web_staff/test_orders_over_a_socket.py"
_LEFT = "of somebody who has left: tests/web_staff/test_staff_changes_over_a_socket.py"
_DAY = "of a day that is set: tests/web_staff/test_calendar_over_a_socket.py"
_VISITOR = "of one visitor: tests/web_staff/test_appointments_over_a_socket.py"
_INCOMING = "of one message: tests/web_staff/test_incoming_over_a_socket.py"
_NOTICE = "of one version: tests/web_staff/test_privacy_over_a_socket.py"
_SOURCE = "of one source: tests/web_staff/test_sources_over_a_socket.py"
_SCANS = "of a scan that came in: tests/web_staff/test_scans_over_a_socket.py"
_OPENING = "of what two people opened: tests/web_staff/test_openings_over_a_socket.py"
_DATA = "of one request: tests/web_staff/test_data_requests_over_a_socket.py"
_WEIGHED = "of one activity: tests/web_staff/test_assessments_over_a_socket.py"
_LEFT_DATA = "of data that left: tests/web_staff/test_provisions_over_a_socket.py"
_HURT = "of one incident with data: tests/web_staff/test_incidents_of_data_over_a_socket.py"
_CHECKLIST = "of one service item: tests/web/test_checklists_over_a_socket.py"
_EXAMPLE = "of one example: tests/web_staff/test_examples_over_a_socket.py"
UNSEEN: Mapping[tuple[str, str], str] = {
    ("GET", "/healthz"): _MACHINES,
    ("GET", "/privacy/requests/<request_id>"): _DATA,
    ("POST", "/privacy/requests/<request_id>"): _DATA,
    ("POST", "/privacy/requests/<request_id>/copy"): _DATA,
    ("POST", "/cases/<complaint_id>/data-requests"): _DATA,
    ("GET", "/cases/<complaint_id>/data-requests"): _DATA,
    ("POST", "/progress/data-copy"): _DATA,
    ("POST", "/progress/data"): _DATA,
    ("GET", "/privacy/assessments/<activity>"): _WEIGHED,
    ("POST", "/privacy/assessments/<activity>"): _WEIGHED,
    ("GET", "/privacy/assessments/<activity>/new"): _WEIGHED,
    ("POST", "/privacy/assessments/<activity>/new"): _WEIGHED,
    ("POST", "/privacy/provisions/table"): _LEFT_DATA,
    ("POST", "/privacy/contracts"): _LEFT_DATA,
    ("GET", "/privacy/contracts/<contract_id>"): _LEFT_DATA,
    ("POST", "/privacy/contracts/<contract_id>"): _LEFT_DATA,
    ("POST", "/privacy/incidents/new"): _HURT,
    ("GET", "/privacy/incidents/<incident_id>"): _HURT,
    ("POST", "/privacy/incidents/<incident_id>"): _HURT,
    ("GET", "/privacy/incidents/<incident_id>/correct"): _HURT,
    ("POST", "/privacy/incidents/<incident_id>/correct"): _HURT,
    ("GET", "/cases-explained/<example_id>"): _EXAMPLE,
    ("GET", "/examples/<example_id>"): _EXAMPLE,
    ("POST", "/examples/<example_id>/version"): _EXAMPLE,
    ("POST", "/examples/<example_id>/decision"): _EXAMPLE,
    ("POST", "/examples/<example_id>/public"): _EXAMPLE,
    ("POST", "/examples/<example_id>/withdrawal"): _EXAMPLE,
    ("POST", "/cases/<complaint_id>/example"): _EXAMPLE,
    ("GET", "/cases/<complaint_id>/example"): _EXAMPLE,
    ("GET", "/checklists/<item>"): _CHECKLIST,
    ("GET", "/checklist-desk/<item>"): _CHECKLIST,
    ("POST", "/checklist-desk/<item>"): _CHECKLIST,
    ("POST", "/checklist-desk/<item>/decision"): _CHECKLIST,
    ("GET", "/privacy-notice/<version>"): _NOTICE,
    ("POST", "/privacy/notices/new"): _NOTICE,
    ("GET", "/privacy/notices/<notice_id>"): _NOTICE,
    ("POST", "/privacy/notices/<notice_id>"): _NOTICE,
    ("GET", "/livez"): _MACHINES,
    ("GET", "/readyz"): _MACHINES,
    ("GET", "/evidence/<evidence_id>"): "a file as somebody handed it in",
    ("GET", "/evidence/<evidence_id>/picture"): _SHOWN,
    ("GET", "/evidence/<evidence_id>/small"): _SHOWN,
    ("GET", "/evidence/<evidence_id>/pages/<int:number>"): _SHOWN,
    ("GET", "/evidence/<evidence_id>/play"): _SHOWN,
    ("GET", "/complaints/new/files/<key>"): _SHOWN,
    ("GET", "/progress/code.svg"): _SHOWN,
    ("GET", "/administration/import/table.xlsx"): _IMPORTED,
    ("GET", "/administration/import/<import_id>"): _IMPORTED,
    ("POST", "/administration/import/<import_id>"): _IMPORTED,
    ("GET", "/prior/<prior_id>"): _PRIOR,
    ("POST", "/prior/<prior_id>/identity"): _PRIOR,
    ("POST", "/prior/<prior_id>/same"): _PRIOR,
    ("POST", "/prior/<prior_id>/same/<complaint_id>/delete"): _PRIOR,
    ("GET", "/prior/tables/template.xlsx"): _PRIOR,
    ("GET", "/prior/tables/<table_id>"): _PRIOR,
    ("POST", "/prior/tables/<table_id>"): _PRIOR,
    ("POST", "/prior/tables/<table_id>/columns"): _PRIOR,
    ("POST", "/prior/tables/<table_id>/back"): _PRIOR,
    ("GET", "/prior/tables/<table_id>/wrong.xlsx"): _PRIOR,
    ("GET", "/orders/tables/<table_id>"): _ORDERS,
    ("POST", "/orders/tables/<table_id>"): _ORDERS,
    ("POST", "/orders/tables/<table_id>/discard"): _ORDERS,
    ("GET", "/orders/<order_id>"): _ORDER,
    ("POST", "/orders/<order_id>/objection"): _ORDER,
    ("POST", "/orders/<order_id>/outcome"): _ORDER,
    ("POST", "/orders/returns/file"): _ORDER,
    ("POST", "/orders/returns/taken"): _BACK,
    ("POST", "/due/export.csv"): "a file: tests/web_staff/test_board_over_a_socket.py",
    ("GET", "/tasks/submitted/<task_record_id>"): _SCRIPT,
    (
        "GET",
        "/monitor/incidents/retries/<batch_id>",
    ): "needs an incident: tests/web_staff/test_incident_batches.py",
    ("GET", "/monitor/runs/<proposal_id>"): _SECOND,
    (
        "GET",
        "/cases/<complaint_id>/reviews/<review_id>/sheet",
    ): "made by an organ above alone",
    ("POST", "/cases/<complaint_id>/reviews/<review_id>/sheet"): "made by an organ above alone",
    ("GET", "/cases/<complaint_id>/respondents"): _OWN,
    ("GET", "/concerning-me/requests/<request_id>"): _OWN,
    ("GET", "/support-notes/<note_id>"): _OWN,
    ("POST", "/concerning-me/requests/<request_id>"): _OWN,
    ("POST", "/concerning-me/findings/<told_finding_id>/open"): _BACK,
    ("POST", "/concerning-me/findings/<told_finding_id>/objection"): _OWN,
    ("POST", "/concerning-me/findings/<told_finding_id>/objections/<objection_id>/open"): _BACK,
    ("POST", "/cases/<complaint_id>/respondents/<told_finding_id>/handed-over"): _OWN,
    ("POST", "/cases/<complaint_id>/respondents/<told_finding_id>/note"): _OWN,
    ("POST", "/objections/<objection_id>"): _OWN,
    ("POST", "/sign-out"): _BACK,
    ("POST", "/alerts/read"): _BACK,
    ("POST", "/alerts/mail"): _ALERT_MAIL,
    ("POST", "/administration/alert-mail/<login>"): _ALERT_MAIL,
    ("POST", "/complaints/new/clear"): _BACK,
    ("POST", "/complaints/new/files"): "JSON for the script of the list of files",
    ("POST", "/complaints/new/wish"): "leads on, whatever is written: tests/web/test_filing_steps.py",
    ("POST", "/demo/become"): _DEMO,
    ("POST", "/demo/clock"): _DEMO,
    ("POST", "/monitor/runs/<proposal_id>"): _SECOND,
    ("GET", "/administration/letter-texts/<kind>/<block>"): _LETTER,
    ("POST", "/administration/letter-texts/<kind>/<block>"): _LETTER,
    ("POST", "/cases/<complaint_id>/letters/<kind>/<subject>"): _LETTER,
    ("GET", "/cases/<complaint_id>/letters/<kind>/<subject>/approval"): _APPROVED,
    ("POST", "/cases/<complaint_id>/letters/<kind>/<subject>/approval"): _APPROVED,
    ("POST", "/administration/letter-texts/approvals"): _APPROVED,
    ("POST", "/notices/<dispatch_id>"): "of one notice: tests/web_staff/test_notices_over_a_socket.py",
    (
        "POST",
        "/notices/<dispatch_id>/code",
    ): "of one notice: tests/web_staff/test_unit_mails_over_a_socket.py",
    ("GET", "/cases/<complaint_id>/letters/<kind>/<subject>/preview"): _LETTER,
    ("GET", "/cases/<complaint_id>/letters/<kind>/<subject>/pages/<int:number>"): _LETTER,
    ("POST", "/appointments"): _VISITOR,
    ("POST", "/appointments/mine"): _VISITOR,
    ("POST", "/appointments/mine/calendar"): _VISITOR,
    ("POST", "/counter/new"): _VISITOR,
    ("GET", "/counter/<appointment_id>"): _VISITOR,
    ("POST", "/counter/<appointment_id>"): _VISITOR,
    ("GET", "/counter/<appointment_id>/complaint"): _VISITOR,
    ("POST", "/counter/<appointment_id>/complaint"): _VISITOR,
    ("POST", "/administration/appointments"): _VISITOR,
    ("GET", "/openings/<opening_id>/scans"): _SCANS,
    ("GET", "/openings/scans/<incoming_id>"): _SCANS,
    ("GET", "/openings/scans/<incoming_id>/pages/<int:first>-<int:last>.pdf"): _SCANS,
    ("POST", "/openings/<opening_id>/scans"): _SCANS,
    ("POST", "/openings/scans/<incoming_id>/pages"): _SCANS,
    ("POST", "/openings/scans/<incoming_id>/off"): _SCANS,
    ("POST", "/openings/scans/<incoming_id>/end"): _SCANS,
    ("GET", "/openings/<opening_id>"): _OPENING,
    ("GET", "/openings/<opening_id>/list.pdf"): _OPENING,
    ("GET", "/openings/<opening_id>/covers.pdf"): _OPENING,
    ("GET", "/openings/<opening_id>/found/<int:no>"): _OPENING,
    ("GET", "/openings/<opening_id>/found/<int:no>/complaint"): _OPENING,
    ("POST", "/openings/<opening_id>/found/<int:no>/complaint"): _OPENING,
    ("POST", "/openings/<opening_id>/found/<int:no>/note"): _OPENING,
    ("POST", "/openings/<opening_id>/found"): _OPENING,
    ("POST", "/openings/<opening_id>/confirm"): _OPENING,
    ("POST", "/openings/<opening_id>/withdraw"): _OPENING,
    ("POST", "/openings"): _OPENING,
    ("GET", "/incoming/<incoming_id>"): _INCOMING,
    ("GET", "/anonymous-list/sheet.pdf"): "a sheet on paper: tests/unit/services/test_anonymous_list.py",
    ("POST", "/administration/sources/<code>"): _SOURCE,
    ("GET", "/incoming/<incoming_id>/files/<int:place>"): _INCOMING,
    ("GET", "/incoming/<incoming_id>/complaint"): _INCOMING,
    ("POST", "/incoming/<incoming_id>/complaint"): _INCOMING,
    ("POST", "/incoming/<incoming_id>/case"): _INCOMING,
    ("POST", "/incoming/<incoming_id>/close"): _INCOMING,
    ("GET", "/letters/<letter_id>"): _LETTER,
    ("GET", "/letters/<letter_id>/post"): _POST,
    ("POST", "/letters/<letter_id>/post"): _POST,
    ("POST", "/post"): _POST,
    ("POST", "/post/<delivery_id>"): _POST,
    ("GET", "/cases/<complaint_id>/archive/<int:no>/file.pdf"): _FILE,
    ("POST", "/cases/<complaint_id>/archive/seal"): _FILE,
    ("POST", "/cases/<complaint_id>/archive/package"): _FILE,
    ("POST", "/cases/<complaint_id>/archive/freezes"): _KEEPING,
    ("GET", "/alarms/<wave_id>"): _WAVE,
    ("POST", "/alarms/<wave_id>/decision"): _WAVE,
    ("POST", "/reviews"): _FILE_REVIEW,
    ("POST", "/reviews/<round_id>/drop"): _FILE_REVIEW,
    ("GET", "/reviews/<round_id>"): _FILE_REVIEW,
    ("GET", "/reviews/<round_id>/files/<int:no>"): _FILE_REVIEW,
    ("POST", "/reviews/<round_id>/files/<int:no>/score"): _FILE_REVIEW,
    ("POST", "/reviews/<round_id>/files/<int:no>/settlement"): _FILE_REVIEW,
    ("POST", "/reviews/<round_id>/files/<int:no>/examiners"): _FILE_REVIEW,
    ("POST", "/reviews/<round_id>/files/<int:no>/orders"): _FILE_REVIEW,
    ("GET", "/reviews/orders/<order_id>"): _FILE_REVIEW,
    ("POST", "/reviews/orders/<order_id>/report"): _FILE_REVIEW,
    ("POST", "/reviews/orders/<order_id>/check"): _FILE_REVIEW,
    ("POST", "/reviews/sheet"): _FILE_REVIEW,
    ("POST", "/reviews/sheet/<int:sheet_no>/publication"): _FILE_REVIEW,
    ("POST", "/deployments/<proposal_id>/decision"): _SECOND_FILES,
    ("GET", "/deployments/<proposal_id>"): _DIFFERENCE,
    ("GET", "/deployments/<proposal_id>/files/<int:no>"): _DIFFERENCE,
    ("GET", "/deployments/versions/<key>"): _DIFFERENCE,
    ("GET", "/deployments/versions/<key>/file"): _DIFFERENCE,
    ("GET", "/audit"): _AUDIT,
    ("GET", "/audit/trail"): _AUDIT,
    ("GET", "/audit/accounts"): _AUDIT,
    ("GET", "/audit/looks"): "of an auditor, as above: tests/web_staff/test_who_looked_over_a_socket.py",
    ("GET", "/oversight"): _MANDATE,
    ("GET", "/oversight/<mandate_id>"): _MANDATE,
    ("GET", "/oversight/<mandate_id>/files"): _MANDATE,
    ("GET", "/oversight/<mandate_id>/files/<int:no>"): _MANDATE,
    ("GET", "/oversight/<mandate_id>/looks"): _MANDATE,
    ("POST", "/oversight/<mandate_id>/report"): _MANDATE,
    ("GET", "/mandates/<mandate_id>"): _MANDATE,
    ("POST", "/mandates/new"): _MANDATE,
    ("POST", "/mandates/<mandate_id>/decision"): _MANDATE,
    ("POST", "/mandates/<mandate_id>/withdrawal"): _MANDATE,
    ("POST", "/cases/<complaint_id>/outside-reviews"): _OUTSIDE,
    ("POST", "/cases/<complaint_id>/outside-reviews/<review_id>/outcome"): _OUTSIDE,
    ("POST", "/cases/<complaint_id>/outside-reviews/<review_id>/done"): _OUTSIDE,
    ("POST", "/bulletins"): _BULLETIN,
    ("GET", "/bulletins/<bulletin_id>"): _BULLETIN,
    ("GET", "/bulletins/<bulletin_id>/<int:edition>/bulletin.pdf"): _BULLETIN,
    ("POST", "/bulletins/<bulletin_id>/version"): _BULLETIN,
    ("POST", "/bulletins/<bulletin_id>/reply"): _BULLETIN,
    ("POST", "/bulletins/<bulletin_id>/decision"): _BULLETIN,
    ("POST", "/bulletins/<bulletin_id>/correction"): _BULLETIN,
    ("GET", "/signals/<signal_id>"): _SIGNAL,
    ("POST", "/signals/<signal_id>/decision"): _SIGNAL,
    ("GET", "/accountability/<record_id>"): _ACCOUNT,
    ("POST", "/accountability"): _ACCOUNT,
    ("POST", "/accountability/<record_id>/<act>"): _ACCOUNT,
    ("GET", "/performance/<score_id>"): _SCORES,
    ("GET", "/performance/<score_id>/<indicator>"): _SCORES,
    ("POST", "/performance/<score_id>/objections"): _SCORES,
    ("POST", "/performance/<score_id>/objections/<objection_id>"): _SCORES,
    ("POST", "/performance/<score_id>/consequences"): _SCORES,
    ("POST", "/performance/<score_id>/consequences/<consequence_id>"): _SCORES,
    ("POST", "/performance/rounds"): _SCORES,
    ("POST", "/performance/rounds/<round_id>/decision"): _SCORES,
    ("POST", "/performance/rules"): _SCORES,
    ("POST", "/performance/rules/<int:rule_set_no>/publication"): _SCORES,
    ("POST", "/performance/table"): _SCORES,
    ("POST", "/proposals/new"): _PROPOSAL,
    ("GET", "/proposals/<proposal_id>"): _PROPOSAL,
    ("POST", "/proposals/<proposal_id>/answer"): _PROPOSAL,
    ("POST", "/proposals/<proposal_id>/read"): _PROPOSAL,
    ("POST", "/measures/new"): _MEASURE,
    ("GET", "/measures/<measure_id>"): _MEASURE,
    ("POST", "/measures/<measure_id>/proof"): _MEASURE,
    ("POST", "/measures/<measure_id>/verification"): _MEASURE,
    ("POST", "/measures/<measure_id>/return"): _MEASURE,
    ("POST", "/studies/new"): _STUDY,
    ("GET", "/studies/<study_id>"): _STUDY,
    ("POST", "/studies/<study_id>/plan"): _STUDY,
    ("POST", "/studies/<study_id>/analysis"): _STUDY,
    ("POST", "/studies/<study_id>/decision"): _STUDY,
    ("GET", "/staffing/<unit_code>"): _STAFFING,
    ("GET", "/staffing/people/<login>"): _STAFFING,
    ("POST", "/staffing/people/<login>"): _STAFFING,
    ("GET", "/annual-reports/<year>"): _YEAR,
    ("GET", "/annual-reports/<year>/report.pdf"): _YEAR,
    ("POST", "/report-desk/<year>"): _YEAR,
    ("POST", "/report-desk/<year>/decision"): _YEAR,
    ("POST", "/report-desk/<year>/taking-down"): _YEAR,
    ("POST", "/comment"): _COMMENT,
    ("POST", "/comments/<comment_id>"): _COMMENT,
    ("POST", "/administration/about"): _COMMENT_OFFICE,
    ("POST", "/administration/about/funds"): _COMMENT_OFFICE,
    ("GET", "/open-data/<name>.csv"): _PUBLIC_NUMBERS,
    ("GET", "/open-data/<name>.json"): _PUBLIC_NUMBERS,
    ("GET", "/summaries/<summary_id>"): _SUMMARY,
    ("POST", "/summaries/<summary_id>/<int:edition>/summary.pdf"): _SUMMARY,
    ("POST", "/summaries/<summary_id>/<int:edition>/summary.xlsx"): _SUMMARY,
    ("POST", "/summaries/<summary_id>/decision"): _SUMMARY,
    ("POST", "/summaries/<summary_id>/correction"): _SUMMARY,
    ("POST", "/transfers"): _TRANSFER,
    ("GET", "/transfers/<transfer_id>"): _TRANSFER,
    ("POST", "/transfers/<transfer_id>/handover"): _TRANSFER,
    ("POST", "/transfers/<transfer_id>/package"): _TRANSFER,
    ("GET", "/transfers/<transfer_id>/list.pdf"): _TRANSFER,
    ("GET", "/transfers/<transfer_id>/receipt"): _TRANSFER,
    ("POST", "/transfers/<transfer_id>/receipt"): _TRANSFER,
    ("POST", "/transfers/<transfer_id>/confirmation"): _TRANSFER,
    ("POST", "/transfers/<transfer_id>/withdrawal"): _TRANSFER,
    ("POST", "/appraisals"): _APPRAISAL,
    ("GET", "/appraisals/<appraisal_id>"): _APPRAISAL,
    ("POST", "/appraisals/<appraisal_id>/judgements"): _APPRAISAL,
    ("POST", "/appraisals/<appraisal_id>/decision"): _APPRAISAL,
    ("POST", "/destructions"): _DESTRUCTION,
    ("GET", "/destructions/<list_id>"): _DESTRUCTION,
    ("GET", "/destructions/<list_id>/list.pdf"): _DESTRUCTION,
    ("POST", "/destructions/<list_id>/witness"): _DESTRUCTION,
    ("POST", "/destructions/<list_id>/withdraw"): _DESTRUCTION,
    ("POST", "/cases/<complaint_id>/archive/freezes/<freeze_id>/release"): _KEEPING,
    ("POST", "/post/papers"): _POST,
    ("GET", "/cases/<complaint_id>/hall"): _POST,
    ("POST", "/cases/<complaint_id>/hall"): _POST,
    ("GET", "/cases/<complaint_id>/letter-batches"): _BATCH,
    ("POST", "/cases/<complaint_id>/letter-batches"): _BATCH,
    ("GET", "/letter-batches/<batch_id>"): _BATCH,
    ("POST", "/letter-batches/<batch_id>/stop"): _BATCH,
    ("GET", "/letter-batches/<batch_id>/letters.pdf"): _BATCH,
    ("GET", "/administration/categories/<category>"): _KIND,
    ("POST", "/administration/categories/<category>"): _KIND,
    ("GET", "/administration/calendar/day"): _DAY,
    ("POST", "/administration/calendar/import"): _DAY,
    ("POST", "/administration/calendar/day"): _DAY,
    ("GET", "/what-if/<what_if_id>"): _WHAT_IF,
    ("GET", "/what-if/<what_if_id>/cases"): _WHAT_IF,
    ("POST", "/what-if/limits"): _WHAT_IF,
    ("POST", "/what-if/calendar"): _WHAT_IF,
    ("POST", "/what-if/rules"): _WHAT_IF,
    ("GET", "/what-if/<what_if_id>/changes"): _WHAT_IF,
    ("GET", "/administration/limits/<policy_id>/change"): _LIMITS,
    ("POST", "/administration/limits/<policy_id>/change"): _LIMITS,
    ("GET", "/administration/limits/proposals/<proposal_id>"): _LIMITS,
    ("POST", "/administration/limits/proposals/<proposal_id>"): _LIMITS,
    ("POST", "/absences/<absence_id>/end"): _BACK,
    ("GET", "/absences/<absence_id>"): "needs an absence: tests/web_staff/test_absences_over_a_socket.py",
    ("POST", "/administration/windows/<code>/seats/<int:entry_id>"): _BACK,
    ("POST", "/title-questions/<question_id>"): _BACK,
    ("POST", "/group-proposals/<proposal_id>"): _BACK,
    ("POST", "/group-proposals/<proposal_id>/dismiss"): _BACK,
    ("POST", "/accounts/<login>"): "the page of a reset, for somebody without an account",
    ("POST", "/accounts/<login>/release"): _BACK,
    ("POST", "/sessions/<session_id>/end"): _BACK,
    ("POST", "/sessions/end-others"): _BACK,
    ("GET", "/second-factor"): _FACTOR,
    ("POST", "/second-factor"): _FACTOR,
    ("POST", "/second-factor/mine/begin"): _BACK,
    ("POST", "/second-factor/mine/confirm"): _FACTOR,
    ("POST", "/second-factor/mine/remove"): _FACTOR,
    ("GET", "/second-factor/mine/code.svg"): _FACTOR,
    ("POST", "/accounts/<login>/second-factor/remove"): _BACK,
    ("POST", "/sign-in/provider"): _PROVIDER,
    ("GET", "/sign-in/provider/back"): _PROVIDER,
    ("GET", "/identity"): _PROVIDER,
    ("POST", "/identity/begin"): _PROVIDER,
    ("POST", "/identity/known"): _PROVIDER,
    ("POST", "/identity/remove"): _PROVIDER,
    ("GET", "/accounts/<login>/provider"): _PROVIDER,
    ("POST", "/accounts/<login>/provider"): _PROVIDER,
    ("POST", "/accounts/<login>/provider/remove"): _PROVIDER,
    ("GET", "/accounts/<login>/return"): _LEFT,
    ("POST", "/accounts/<login>/return"): _LEFT,
    ("POST", "/cases/<complaint_id>/acts/<act>"): _SCRIPT,
    ("POST", "/cases/<complaint_id>/acts/<act>/draft"): _SCRIPT,
    ("GET", "/cases/<complaint_id>/acts/<act>/leaving"): _LEAVING,
    ("POST", "/cases/<complaint_id>/acts/<act>/leaving"): _LEAVING,
    ("POST", "/cases/<complaint_id>/acts/<act>/files"): _SCRIPT,
    ("GET", "/tasks/<user_task_key>/before"): _BACK,
    ("GET", "/tasks/<user_task_key>/after"): _BACK,
    ("POST", "/tasks/<user_task_key>"): _SCRIPT,
    ("POST", "/tasks/<user_task_key>/files"): _SCRIPT,
    ("POST", "/tasks/<user_task_key>/draft"): "an empty answer",
    ("POST", "/tasks/<user_task_key>/claim"): _BACK,
    ("POST", "/tasks/<user_task_key>/release"): _BACK,
    (
        "POST",
        "/tasks/<user_task_key>/reassign",
    ): "the form that is walked, with its faults; else it leads back",
    ("POST", "/tasks/chosen"): _CHOSEN,
    ("POST", "/cases/find"): _SEARCHED,
    ("POST", "/cases/by-person"): _SEARCHED,
    ("POST", "/cases/views"): _SEARCHED,
    ("POST", "/cases/views/<view_id>/delete"): _BACK,
    ("POST", "/ledger/find"): _SEARCHED,
    ("POST", "/ledger/views"): _SEARCHED,
    ("POST", "/ledger/views/<view_id>/delete"): _BACK,
    ("POST", "/analysis/table"): "a file: tests/web_staff/test_analysis_over_a_socket.py",
    ("POST", "/ledger/table"): "a file: tests/web_staff/test_ledger_over_a_socket.py",
    ("POST", "/cases/table"): "a file: tests/web_staff/test_case_list_over_a_socket.py",
    ("POST", "/tasks/hand-over"): _CHOSEN,
    ("POST", "/monitor/incidents/<key>/retry"): _BACK,
    ("POST", "/monitor/messages/<int:message_id>/drop"): _BACK,
    ("POST", "/outbox/send"): "leads to what became of it, which is walked",
    ("POST", "/deployments/versions/<key>/decision"): _BACK,
    ("POST", "/monitor/messages/<int:message_id>/send"): _BACK,
    ("POST", "/monitor/stuck/tasks/<key>"): "the form that is walked, with its faults; else it leads back",
}


def list_unseen(walk: Walk) -> list[str]:
    """Routes without a page in this walk that no reason explains."""
    return [
        f"{method} {rule}"
        for method in ("GET", "POST")
        for rule in sorted(list_routes(walk.url_map, method) - walk.seen(method))
        if (method, rule) not in UNSEEN and not rule.startswith("/api/")
    ]
