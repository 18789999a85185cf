"""Codes of what members of staff have learnt (人员保障): an examination or certificate, or a training."""

from enum import StrEnum


class QualificationKind(StrEnum):
    """What is on record of a person."""

    CERTIFICATE = "certificate"
    TRAINING = "training"
