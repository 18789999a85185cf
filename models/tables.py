"""Every table of the office; importing this module makes the metadata whole."""

from models.account import Account
from models.answer import Answer
from models.base import Base
from models.case_run import CaseRun
from models.centre import Centre
from models.claim import Claim
from models.clock import Clock
from models.clock_pause import ClockPause
from models.clock_rung import ClockRung
from models.clock_shift import ClockShift
from models.complaint import Complaint
from models.decision import Decision
from models.declared_relation import DeclaredRelation
from models.deployed_form import DeployedForm
from models.designation import Designation
from models.disciplinary_transfer import DisciplinaryTransfer
from models.entrustment import Entrustment
from models.evidence import Evidence
from models.extension import Extension
from models.file_entry import FileEntry
from models.identity import Identity
from models.identity_reveal import IdentityReveal
from models.inbox import InboxRow
from models.investigation_act import InvestigationAct
from models.login_session import LoginSession
from models.number_series import NumberSeries
from models.outbox import OutboxRow
from models.rate_limit import RateLimit
from models.receipt import Receipt
from models.rectification import Rectification
from models.recusal import Recusal
from models.referral import Referral
from models.respondent import Respondent
from models.respondent_request import RespondentRequest
from models.return_visit import ReturnVisit
from models.review import Review
from models.roster import RosterEntry
from models.service_item import ServiceItem
from models.service_window import ServiceWindow
from models.staff import Staff
from models.submission import Submission
from models.suggestion import Suggestion
from models.supervision import Supervision
from models.supplement import Supplement
from models.supplement_request import SupplementRequest
from models.survey import Survey
from models.task import Task
from models.task_draft import TaskDraft
from models.task_record import TaskRecord
from models.time_limit_policy import TimeLimitPolicy
from models.trail_event import TrailEvent
from models.unit import Unit
from models.vault_key import VaultKey
from models.withdrawal import Withdrawal
from models.work_calendar import WorkCalendarDay, WorkCalendarOverride, WorkCalendarYear

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
    "Unit",
    "VaultKey",
    "Withdrawal",
    "WorkCalendarDay",
    "WorkCalendarOverride",
    "WorkCalendarYear",
]
