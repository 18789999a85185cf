"""Routes for staff; one file per noun."""

from flask import Blueprint

from api.staff.absences import blueprint as absences
from api.staff.accountability import blueprint as accountability
from api.staff.acts import blueprint as acts
from api.staff.alarms import blueprint as alarms
from api.staff.alert_mail import blueprint as alert_mail
from api.staff.alerts import blueprint as alerts
from api.staff.analysis import blueprint as analysis
from api.staff.analysis_limits import blueprint as analysis_limits
from api.staff.analysis_problems import blueprint as analysis_problems
from api.staff.analysis_rates import blueprint as analysis_rates
from api.staff.analysis_stages import blueprint as analysis_stages
from api.staff.annual_reports import blueprint as annual_reports
from api.staff.anonymous_list import blueprint as anonymous_list
from api.staff.appraisals import blueprint as appraisals
from api.staff.approvals import blueprint as approvals
from api.staff.audit import blueprint as audit
from api.staff.audit_looks import blueprint as audit_looks
from api.staff.board import blueprint as board
from api.staff.bulletins import blueprint as bulletins
from api.staff.case_entries import blueprint as case_entries
from api.staff.case_list import blueprint as case_list
from api.staff.case_table import blueprint as case_table
from api.staff.cases import blueprint as cases
from api.staff.comments import blueprint as comments
from api.staff.concerning_me import blueprint as concerning_me
from api.staff.counter import blueprint as counter
from api.staff.deployment_files import blueprint as deployment_files
from api.staff.deployments import blueprint as deployments
from api.staff.destructions import blueprint as destructions
from api.staff.due import blueprint as due
from api.staff.due_bulk import blueprint as due_bulk
from api.staff.evidence import blueprint as evidence
from api.staff.examples import blueprint as examples
from api.staff.figures import blueprint as figures
from api.staff.file_freezes import blueprint as file_freezes
from api.staff.file_gaps import blueprint as file_gaps
from api.staff.file_review_file import blueprint as file_review_file
from api.staff.file_review_order import blueprint as file_review_order
from api.staff.file_review_sheet import blueprint as file_review_sheet
from api.staff.file_reviews import blueprint as file_reviews
from api.staff.form_files import blueprint as form_files
from api.staff.group_policy import blueprint as group_policy
from api.staff.group_proposals import blueprint as group_proposals
from api.staff.hall import blueprint as hall
from api.staff.incoming import blueprint as incoming
from api.staff.leaving import blueprint as leaving
from api.staff.ledger import blueprint as ledger
from api.staff.ledger_table import blueprint as ledger_table
from api.staff.legal_bases import blueprint as legal_bases
from api.staff.letter_approvals import blueprint as letter_approvals
from api.staff.letter_batches import blueprint as letter_batches
from api.staff.letters import blueprint as letters
from api.staff.measure_loop import blueprint as measure_loop
from api.staff.measures import blueprint as measures
from api.staff.monitor_deployments import blueprint as monitor_deployments
from api.staff.monitor_incidents import blueprint as monitor_incidents
from api.staff.monitor_instances import blueprint as monitor_instances
from api.staff.monitor_messages import blueprint as monitor_messages
from api.staff.monitor_processes import blueprint as monitor_processes
from api.staff.monitor_runs import blueprint as monitor_runs
from api.staff.monitor_stuck import blueprint as monitor_stuck
from api.staff.monitor_versions import blueprint as monitor_versions
from api.staff.notices import blueprint as notices
from api.staff.openings import blueprint as openings
from api.staff.order_returns import blueprint as order_returns
from api.staff.order_tables import blueprint as order_tables
from api.staff.orders import blueprint as orders
from api.staff.outside_reviews import blueprint as outside_reviews
from api.staff.oversight import blueprint as oversight
from api.staff.performance import blueprint as performance
from api.staff.performance_rules import blueprint as performance_rules
from api.staff.performance_score import blueprint as performance_score
from api.staff.performance_table import blueprint as performance_table
from api.staff.post import blueprint as post
from api.staff.prior_cases import blueprint as prior_cases
from api.staff.prior_tables import blueprint as prior_tables
from api.staff.proposals import blueprint as proposals
from api.staff.recurrence import blueprint as recurrence
from api.staff.refusal_grounds import blueprint as refusal_grounds
from api.staff.register import blueprint as register
from api.staff.relations import blueprint as relations
from api.staff.respondent_rights import blueprint as respondent_rights
from api.staff.review_sheet import blueprint as review_sheet
from api.staff.routes import blueprint as routes
from api.staff.scans import blueprint as scans
from api.staff.sheets import blueprint as sheets
from api.staff.signals import blueprint as signals
from api.staff.staffing import blueprint as staffing
from api.staff.studies import blueprint as studies
from api.staff.suggestion import blueprint as suggestion
from api.staff.summaries import blueprint as summaries
from api.staff.task_list import blueprint as task_list
from api.staff.task_reassign import blueprint as task_reassign
from api.staff.tasks import blueprint as tasks
from api.staff.title_questions import blueprint as title_questions
from api.staff.transfers import blueprint as transfers
from api.staff.unit_cases import blueprint as unit_cases
from api.staff.volumes import blueprint as volumes

BLUEPRINTS: list[Blueprint] = [
    task_list,
    tasks,
    task_reassign,
    case_list,
    case_table,
    leaving,
    ledger,
    ledger_table,
    figures,
    analysis_problems,
    analysis_limits,
    analysis_stages,
    analysis_rates,
    cases,
    case_entries,
    evidence,
    examples,
    acts,
    form_files,
    review_sheet,
    sheets,
    letters,
    letter_batches,
    alert_mail,
    letter_approvals,
    volumes,
    file_freezes,
    appraisals,
    transfers,
    destructions,
    unit_cases,
    register,
    order_tables,
    order_returns,
    orders,
    prior_tables,
    prior_cases,
    incoming,
    counter,
    analysis,
    anonymous_list,
    openings,
    scans,
    board,
    studies,
    summaries,
    comments,
    annual_reports,
    alarms,
    signals,
    accountability,
    staffing,
    file_gaps,
    file_review_sheet,
    file_reviews,
    file_review_file,
    file_review_order,
    performance,
    performance_rules,
    performance_score,
    performance_table,
    measure_loop,
    measures,
    recurrence,
    proposals,
    bulletins,
    oversight,
    audit,
    audit_looks,
    outside_reviews,
    alerts,
    due,
    due_bulk,
    monitor_instances,
    monitor_processes,
    monitor_incidents,
    monitor_messages,
    notices,
    post,
    hall,
    monitor_runs,
    monitor_stuck,
    monitor_versions,
    monitor_deployments,
    deployment_files,
    deployments,
    suggestion,
    relations,
    absences,
    routes,
    approvals,
    legal_bases,
    refusal_grounds,
    title_questions,
    group_proposals,
    group_policy,
    concerning_me,
    respondent_rights,
]
