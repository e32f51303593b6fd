"""The briefs for other readers: what each asks, from which classes it is begun, what must not stand in it, who signs.

The questions for executives are those an executive asks on the first call: impact, decisions, how far it reaches,
whether it can be isolated, how long until it is patched or routed around, and what there is to fall back on.
"""

from __future__ import annotations

from dataclasses import dataclass

from postmortems.domain.redaction import KINDS

PUBLIC, CUSTOMER, INTERNAL, RESTRICTED = "public", "customer", "internal", "restricted"


@dataclass(frozen=True)
class BriefPart:
    """One part: its title, what it asks, and the keys of the sections it is begun from."""

    key: str
    title: str
    asks: str
    sections: tuple[str, ...] = ()


@dataclass(frozen=True)
class Audience:
    """One kind of reader.

    `classes` are the disclosure classes it is begun from, `kinds` what the detectors look for in it, `scope` the
    coach's. `restricted` says that only those who read restricted parts open it.
    """

    key: str
    name: str
    about: str
    classes: tuple[str, ...]
    kinds: frozenset[str]
    scope: str
    signs: tuple[str, ...]
    parts: tuple[BriefPart, ...]
    restricted: bool = False


EXECUTIVE = Audience(
    "executive",
    "Executive brief",
    "For those who decide: one page, with what is asked of them.",
    (PUBLIC, CUSTOMER, INTERNAL),
    # Roles instead of people; customers and systems may be named inside the house.
    frozenset({"person", "email", "phone", "handle", "secret", "aws-account"}),
    "public",
    ("publisher",),
    (
        BriefPart(
            "short",
            "In short",
            "What happened, since when, and how it stands, in three sentences.",
            ("summary",),
        ),
        BriefPart(
            "impact",
            "Impact",
            "Who noticed what, for how long, how many, and what it costs.",
            ("impact", "data_affected", "behaviour", "exposure", "potential"),
        ),
        BriefPart(
            "decisions",
            "Decisions needed",
            "What is asked of the reader, by when, and what happens without it.",
        ),
        BriefPart(
            "reach",
            "How far it reaches",
            "The blast radius: services, customers, regions; what is not concerned.",
            ("spread", "exposure_window"),
        ),
        BriefPart(
            "isolate",
            "Can it be isolated",
            "By feature, customer, region, version or tool; what isolating it costs.",
            ("containment", "oversight"),
        ),
        BriefPart(
            "time",
            "Time to patch or to route around",
            "How long each takes, from when, and how sure that is.",
            ("mitigation", "restore", "response"),
        ),
        BriefPart(
            "fallback",
            "Fallback",
            "What takes over meanwhile, how good it is, how long it holds.",
            ("fallback",),
        ),
        BriefPart("next", "What is being done", "Who does what by when, by role."),
    ),
)

SUPPORT = Audience(
    "support",
    "Support brief",
    "For those who answer customers: what to say, and what not to say yet.",
    (PUBLIC, CUSTOMER),
    frozenset(KINDS),
    "public",
    ("publisher",),
    (
        BriefPart(
            "noticed",
            "What customers notice",
            "In their words, with the messages they see.",
            ("impact", "summary"),
        ),
        BriefPart("when", "From when to when", "In UTC; whether it is over."),
        BriefPart(
            "concerned",
            "Who is concerned",
            "How a customer can tell.",
            ("data_affected", "exposure", "spread"),
        ),
        BriefPart("do", "What customers can do", "Steps that work now.", ("what_you_can_do",)),
        BriefPart("say", "What we say", "The agreed words, ready to be used.", ("external_message",)),
        BriefPart(
            "not_yet",
            "What is not known, or not said yet",
            "And when there will be more.",
            ("open_questions",),
        ),
        BriefPart("to_whom", "Where to pass questions on", "By role."),
    ),
)

LEGAL = Audience(
    "legal",
    "Legal brief",
    "For counsel and regulators: facts with their evidence, and every notice with its time.",
    (PUBLIC, CUSTOMER, INTERNAL, RESTRICTED),
    # People and customers may have to be named to counsel; a secret never.
    frozenset({"secret"}),
    "text",
    ("legal",),
    (
        BriefPart(
            "facts", "What happened", "Facts, kept apart from what is inferred.", ("summary", "behaviour")
        ),
        BriefPart("moments", "The moments", "When it occurred, was detected, was known, was classified."),
        BriefPart(
            "data",
            "Data and people concerned",
            "Categories and approximate numbers of people and of records; countries; whose data.",
            ("exposure", "data_affected"),
        ),
        BriefPart(
            "access",
            "Access, possible and seen",
            "With the interval that the logs cover, their gaps and how long they are kept.",
            ("access", "exposure_window"),
        ),
        BriefPart(
            "measures",
            "Containment and measures",
            "What was closed, rotated, deleted; how it was confirmed.",
            ("containment", "restore", "mitigation"),
        ),
        BriefPart(
            "notices", "Notices", "What was sent when and to whom; what is due; what is not sent, and why."
        ),
        BriefPart("evidence", "Evidence", "What is kept, where, and what is held.", ("evidence",)),
        BriefPart("open", "What is not known yet", "", ("open_questions",)),
    ),
    restricted=True,
)

AUDIENCES: dict[str, Audience] = {one.key: one for one in (EXECUTIVE, SUPPORT, LEGAL)}


def signs(audience: Audience, kind: str) -> tuple[str, ...]:
    """Who signs where administrators set nothing: security too, of an exposure and of what an AI system did."""
    grave = kind in ("exposure", "ai_behaviour")
    return (*audience.signs, "security") if grave else audience.signs
