"""How long everything stays that is not the case file; the sweeps read it, and docs/operations.md shows it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.filing.filing_draft import DRAFT_LIFE


@dataclass(frozen=True, slots=True)
class Policy:
    """What stays for how long, and why so long: each text `English / 中文`. `after` is None where no sweep deletes."""

    what: str
    after: timedelta | None
    counted_from: str
    basis: str

    def until(self, now: datetime) -> datetime:
        """What it is counted from lies before this moment: it may go."""
        if self.after is None:
            raise ValueError(f"no sweep deletes {self.what}")
        return now - self.after


RATE_LIMITS = Policy(
    "counters of attempts: filings, progress, sign-ins, codes (`rate_limit`) / 次数限制计数（含登录、查询码）",
    timedelta(days=1),
    "the beginning of their window, or the last attempt / 计数窗口起点或末次尝试起",
    "no longer than the purpose needs, PIPL article 19 / 《个人信息保护法》第十九条：最短必要期限",
)
SESSIONS = Policy(
    "sessions of staff, and sign-ins under way at an identity provider (`login_session`, `provider_attempt`)"
    " / 工作人员登录会话、统一身份认证进行中的登录",
    timedelta(0),
    "the end: ten hours, thirty minutes idle, or an account that is active no more / 失效之时：满十小时、闲置三十分钟或账号停用",
    "as above; signing in stays in the trail / 同上；登录行为另有留痕",
)
LOOKS = Policy(
    "who looked at cases, identities, evidence and files (`look_record`) / 查看记录",
    None,
    "never by a machine, and the database refuses to delete one / 不自动删除，数据库亦拒绝删除",
    "as the trail, whose ids alone it holds; three years at least, data security rules article 12"
    " / 同操作留痕，仅存标识；《网络数据安全管理条例》第十二条：至少三年",
)
DRAFTS = Policy(
    "drafts of answers to tasks that are done (`task_draft`) / 已办结任务的草稿",
    timedelta(days=30),
    "the last change, once the task has ended / 任务结束后，自最后一次保存起",
    "as above; what was submitted is in the case file / 同上；已提交内容在案卷中",
)
UPLOADS = Policy(
    "files put into a form that was never submitted, with their bytes (`form_upload`) / 放入表单而未提交的文件及其内容",
    timedelta(days=30),
    "the upload, once the task of the form has ended / 表单所属任务结束后，自上传起",
    "as above; what was submitted is evidence of the case / 同上；已提交的归入证据",
)
SEARCHES = Policy(
    "searches of the cases that nobody named (`case_view`) / 未命名的案卷查询条件",
    timedelta(days=30),
    "the search / 自查询起",
    "as above; a view that was named stays until its person deletes it / 同上；已命名的视图由本人删除",
)
FILING_DRAFTS = Policy(
    "complaints begun and not sent, with their files (`filing_draft`) / 未提交的投诉草稿及其附件",
    DRAFT_LIFE,
    "the last change; sooner where it is filed or cleared / 自最后一次保存起；提交或清除时立即删除",
    "as above; nobody has said it to the office yet / 同上；尚未向本中心提出",
)
DELIVERIES = Policy(
    "answers to deliveries of registered sources (`source_delivery`) / 来件来源投递的应答登记",
    timedelta(days=30),
    "the delivery / 自投递起",
    "as above; a message that comes later still is known by its own number / 同上；此后按消息编号识别",
)
VISITORS = Policy(
    "who came or did not come by appointment, where no case came of it (`appointment_contact`) / 未形成投诉件的来访预约人信息",
    timedelta(days=30),
    "the day of the appointment; the appointment itself stays, without anybody / 预约日起；预约记录去除个人信息后保留",
    "as above; of one that led to a case it stays with the case / 同上；形成投诉件的随件保存",
)
LEDGER_OF_JOBS = Policy(
    "what was told to the engine and answered by it (`inbox`, `outbox`) / 与流程引擎往来的收发登记",
    timedelta(days=1),
    "the moment done, once the engine has deleted the process or never knew it / 处理完毕且引擎已删除（或从无）该流程实例起",
    "ADR 0187: a job must never have its effect twice / 决策 0187：作业不得重复生效",
)
ENGINE_HISTORY = Policy(
    "history of ended processes in the embedded engine / 内置引擎中已结束流程的历史",
    None,
    "the end of the root process; `JIEBAN_ENGINE_RETENTION_DAYS` days (30) / 根流程结束起，天数见设置项（默认 30）",
    "ADR 0186: for supervising processes, not for proof / 决策 0186：仅供流程监看，不作凭证",
)
INCOMING_LEFT_ALONE = Policy(
    "what came in and was left alone: by a machine, twice, no complaint (`incoming`) / 系统未立件的来件（自动回复等）",
    timedelta(days=180),
    "the moment it was left alone; an administrator sets the days / 判定不立件之时起，天数由管理员设定",
    "as above; door, moment, digest and outcome stay / 同上；收件方式、时间、摘要值和处理结果保留",
)
INCOMING_CLOSED = Policy(
    "what came in and a person closed without a complaint, with its files (`incoming`) / 人工办结、不登记的来件",
    timedelta(days=1095),
    "the moment it was closed; an administrator sets the days / 办结之时起，天数由管理员设定",
    "as above, and time to ask why; who closed it and why stays too / 同上，并留有查询的时间；办结人和理由保留",
)
INCOMING_IN_CASES = Policy(
    "what came in and went into a case, as it came (`incoming`) / 已登记、并入投诉件的来件原文",
    None,
    "never by a machine: with the file of its case / 不自动删除，随案卷保管",
    "archive law, as the case file; what waits for a person stays too / 档案管理规定，同案卷；待处理的同样保留",
)
DISCARDED_TABLES = Policy(
    "files of the hotline and of reviews that were discarded (`channel_table`) / 已丢弃的工单、评价导入文件",
    timedelta(0),
    "the moment, where no row of it is in a case; who discarded it and why stays / 丢弃之时（各行均未登记的）；丢弃人和理由保留",
    "as above; what was filed of it stands in its case, and then the file stays too / 同上；已登记的在案卷中，文件一并保留",
)
PRIOR_CASES = Policy(
    "complaints kept before this system, their identities, files (`prior_case`, `prior_identity`) / 历史导入件、投诉人信息和文件",
    None,
    "never by a machine; at once when the table is taken back / 不自动删除；整体撤回时立即清除",
    "archive law, as the case file / 档案管理规定，同案卷",
)
ASSESSMENTS = Policy(
    "impact assessments on personal data (`impact_assessment`) / 个人信息保护影响评估",
    None,
    "never by a machine, and the database refuses to delete one / 不自动删除，数据库亦拒绝删除",
    "at least three years, PIPL article 56 / 《个人信息保护法》第五十六条：至少保存三年",
)
PROVISIONS = Policy(
    "records of data entrusted or provided (`data_provision`) / 个人信息委托处理、提供记录",
    timedelta(days=3 * 366),
    "the moment they left; three years, or more by `JIEBAN_DATA_RECORD_YEARS` / 交出之时起三年，可用设置项延长",
    "at least three years, data security rules article 12 / 《网络数据安全管理条例》第十二条：至少保存三年",
)
CONTRACTS = Policy(
    "contracts on entrusted data and how they were looked after (`data_contract`) / 委托处理协议及监督情况",
    None,
    "never by a machine, and the database refuses to delete one / 不自动删除，数据库亦拒绝删除",
    "as above / 同上",
)
INCIDENTS = Policy(
    "incidents with personal data and who was told (`data_incident`) / 个人信息安全事件及告知情况",
    None,
    "never by a machine, and the database refuses to delete one / 不自动删除，数据库亦拒绝删除",
    "PIPL article 57; three years at least / 《个人信息保护法》第五十七条；至少三年",
)
CASE_FILE = Policy(
    "case file, trail, ledger, identities, forms sent (`submission`) / 案卷、留痕、台账、身份信息、提交登记",
    None,
    "never by a machine / 不自动删除",
    "GB/T 36113-2018, archive law / GB/T 36113-2018 与档案管理规定",
)

POLICIES = (
    *(
        CASE_FILE,
        PRIOR_CASES,
        ASSESSMENTS,
        PROVISIONS,
        CONTRACTS,
        INCIDENTS,
        ENGINE_HISTORY,
        LEDGER_OF_JOBS,
        RATE_LIMITS,
        SESSIONS,
        LOOKS,
    ),
    *(INCOMING_IN_CASES, INCOMING_CLOSED, INCOMING_LEFT_ALONE, DISCARDED_TABLES),
    *(DRAFTS, UPLOADS, SEARCHES, FILING_DRAFTS, DELIVERIES, VISITORS),
)
