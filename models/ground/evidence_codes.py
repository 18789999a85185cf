"""Closed vocabularies of records of an investigation, of evidence and of who answers for what was found."""

from enum import StrEnum


class EvidenceKind(StrEnum):
    """The eight kinds of evidence (书证, 物证, 视听资料, 电子数据, 证人证言, 当事人陈述, 鉴定意见, 勘验笔录)."""

    DOCUMENTARY = "documentary"
    PHYSICAL = "physical"
    AUDIOVISUAL = "audiovisual"
    ELECTRONIC = "electronic"
    WITNESS = "witness"
    PARTY_STATEMENT = "party_statement"
    EXPERT_OPINION = "expert_opinion"
    SITE_RECORD = "site_record"


class WhomKind(StrEnum):
    """Who is asked in an interview: the respondent, somebody who knows of the matter, other staff."""

    RESPONDENT = "respondent"
    INFORMED = "informed"
    OTHER_STAFF = "other_staff"


class Judgement(StrEnum):
    """What was judged of one side of an item: it holds, it does not, it cannot be said yet."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


class Responsibility(StrEnum):
    """Who answers for what was found (责任界定): the unit, a person, nobody, the way things are arranged."""

    UNIT = "unit"
    PERSON = "person"
    NONE = "none"
    SYSTEM = "system"


class FurtherSource(StrEnum):
    """Who let the investigation go on: the investigator with the findings, or the approver who sent an opinion back."""

    FINDINGS = "findings"
    APPROVER = "approver"
