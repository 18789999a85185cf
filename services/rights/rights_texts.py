"""What an owner has notices of a finding and notes of clarification say where they are written: before their letters exist."""

from services.office.own_texts import Paper

REMEDIES, NOTE = "remedies", "note"
FINDING_PAPER = Paper(
    "finding_notice",
    "调查结果告知书",
    {
        "opening": "涉及你（单位）的投诉已经调查处理，现将认定结果告知如下。",
        REMEDIES: "对认定有异议的，可以自收到本告知之日起{异议期间}内书面提出一次，写明理由；"
        "由未参加调查的批准人答复，认为有理由的，对认定进行复查。",
    },
    # Whoever is not told how long he may object loses the right to.
    {REMEDIES: ("异议期间",)},
)
NOTE_PAPER = Paper(
    "clarification",
    "澄清说明",
    {
        NOTE: "本中心收到反映{被反映人}的下列事项：\n{反映事项}\n经依法调查，上述事项不属实。特此说明，以消除影响。"
    },
    # Who is cleared, and of what.
    {NOTE: ("被反映人", "反映事项")},
)
