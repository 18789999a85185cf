"""Every table of the office; importing this module makes the metadata whole."""

from models.beside.disciplinary_transfer import DisciplinaryTransfer
from models.beside.entrustment import Entrustment
from models.beside.extension import Extension
from models.beside.rectification import Rectification
from models.beside.recusal import Recusal
from models.beside.referral import Referral
from models.beside.respondent_request import RespondentRequest
from models.beside.review import Review
from models.beside.supervision import Supervision
from models.beside.supplement import Supplement
from models.beside.supplement_request import SupplementRequest
from models.beside.withdrawal import Withdrawal
from models.case.answer import Answer
from models.case.case_run import CaseRun
from models.case.claim import Claim
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.designation import Designation
from models.case.evidence import Evidence
from models.case.file_entry import FileEntry
from models.case.investigation_act import InvestigationAct
from models.case.number_series import NumberSeries
from models.case.receipt import Receipt
from models.case.respondent import Respondent
from models.case.return_visit import ReturnVisit
from models.case.suggestion import Suggestion
from models.case.survey import Survey
from models.case.task import Task
from models.case.task_draft import TaskDraft
from models.case.task_record import TaskRecord
from models.clock.clock import Clock
from models.clock.clock_pause import ClockPause
from models.clock.clock_rung import ClockRung
from models.clock.clock_shift import ClockShift
from models.clock.time_limit_policy import TimeLimitPolicy
from models.clock.work_calendar import WorkCalendarDay, WorkCalendarOverride, WorkCalendarYear
from models.ground.base import Base
from models.ledger.inbox import InboxRow
from models.ledger.outbox import OutboxRow
from models.ledger.submission import Submission
from models.ledger.trail_event import TrailEvent
from models.office.account import Account
from models.office.centre import Centre
from models.office.declared_relation import DeclaredRelation
from models.office.deployed_form import DeployedForm
from models.office.login_session import LoginSession
from models.office.rate_limit import RateLimit
from models.office.roster import RosterEntry
from models.office.service_item import ServiceItem
from models.office.service_window import ServiceWindow
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from models.vault.identity import Identity
from models.vault.identity_reveal import IdentityReveal
from models.vault.vault_key import VaultKey

__all__ = [
    "Account",
    "Answer",
    "Base",
    "CaseRun",
    "Centre",
    "Claim",
    "Clock",
    "ClockPause",
    "ClockRung",
    "ClockShift",
    "Complaint",
    "Decision",
    "DeclaredRelation",
    "DeployedForm",
    "Designation",
    "DisciplinaryTransfer",
    "Entrustment",
    "Evidence",
    "Extension",
    "FileEntry",
    "Identity",
    "IdentityReveal",
    "InboxRow",
    "InvestigationAct",
    "LoginSession",
    "NumberSeries",
    "OrganisationUnit",
    "OutboxRow",
    "RateLimit",
    "Receipt",
    "Rectification",
    "Recusal",
    "Referral",
    "Respondent",
    "RespondentRequest",
    "ReturnVisit",
    "Review",
    "RosterEntry",
    "ServiceItem",
    "ServiceWindow",
    "Staff",
    "Submission",
    "Suggestion",
    "Supervision",
    "Supplement",
    "SupplementRequest",
    "Survey",
    "Task",
    "TaskDraft",
    "TaskRecord",
    "TimeLimitPolicy",
    "TrailEvent",
    "VaultKey",
    "Withdrawal",
    "WorkCalendarDay",
    "WorkCalendarOverride",
    "WorkCalendarYear",
]
