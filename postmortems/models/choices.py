"""The words that several tables share."""

from django.db import models


class Disclosure(models.TextChoices):
    """Who a piece of the record is meant for. Restricted is read by owner, facilitator and named readers only."""

    PUBLIC = "public", "Public"
    CUSTOMER = "customer", "Customer"
    INTERNAL = "internal", "Internal"
    RESTRICTED = "restricted", "Restricted"


class Kind(models.TextChoices):
    """What sort of incident it was; it decides the questions asked."""

    OUTAGE = "outage", "Outage or degradation"
    EXPOSURE = "exposure", "Security exposure"
    DATA_LOSS = "data_loss", "Data loss"
    AI_BEHAVIOUR = "ai_behaviour", "AI system behaviour"
    NEAR_MISS = "near_miss", "Near miss"
    SEVERAL = "several", "Several incidents"


class Severity(models.TextChoices):
    """How much it hurt, most first."""

    SEV1 = "sev1", "SEV 1"
    SEV2 = "sev2", "SEV 2"
    SEV3 = "sev3", "SEV 3"
    SEV4 = "sev4", "SEV 4"


class Visibility(models.TextChoices):
    """Who may read a postmortem at all."""

    ORGANISATION = "organisation", "Everyone in the organisation"
    TEAM = "team", "Its team"
    NAMED = "named", "Named people only"


class Precision(models.TextChoices):
    """How exactly the time of a timeline event is known."""

    SECOND = "second", "Second"
    MINUTE = "minute", "Minute"
    HOUR = "hour", "Hour"
    DAY = "day", "Day"


class EventKind(models.TextChoices):
    """What sort of thing happened."""

    IMPACT = "impact", "Impact"
    DETECTION = "detection", "Detection"
    DECISION = "decision", "Decision"
    ACTION = "action", "Action"
    CHANGE = "change", "Change"
    COMMUNICATION = "communication", "Communication"
    RECOVERY = "recovery", "Recovery"


class FactorRole(models.TextChoices):
    """What a contributing factor did in this incident."""

    ENABLER = "enabler", "Enabler"
    TRIGGER = "trigger", "Trigger"
    AMPLIFIER = "amplifier", "Amplifier"
    DELAYED_DETECTION = "delayed_detection", "Delayed detection"
    DELAYED_RECOVERY = "delayed_recovery", "Delayed recovery"
    MITIGATOR = "mitigator", "Mitigator"


class Confidence(models.TextChoices):
    """What a statement rests on."""

    EVIDENCED = "evidenced", "Evidenced"
    REPORTED = "reported", "Reported"
    INFERRED = "inferred", "Inferred"


class NormalWork(models.TextChoices):
    """Whether a condition is also there on days without an incident."""

    YES = "yes", "Yes, also on a normal day"
    NO = "no", "No, only this time"
    UNKNOWN = "unknown", "Not known yet"


class ActionKind(models.TextChoices):
    """What an action is for."""

    PREVENT = "prevent", "Prevent"
    MITIGATE = "mitigate", "Mitigate"
    DETECT = "detect", "Detect"
    REPAIR = "repair", "Repair"
    INVESTIGATE = "investigate", "Investigate"
    PROCESS = "process", "Process"


class Strength(models.TextChoices):
    """How much an action relies on the system rather than on memory (VA/AHRQ action hierarchy)."""

    STRONGER = "stronger", "Stronger"
    INTERMEDIATE = "intermediate", "Intermediate"
    WEAKER = "weaker", "Weaker"


class Priority(models.TextChoices):
    """How soon an action is wanted, first is soonest."""

    P1 = "p1", "P1"
    P2 = "p2", "P2"
    P3 = "p3", "P3"


def known(field: str, choices: type[models.TextChoices], *, blank: bool = False) -> models.Q:
    """The condition of a check constraint: the field holds one of the words (or nothing, with blank)."""
    return models.Q(**{f"{field}__in": [*choices.values, *([""] if blank else [])]})
