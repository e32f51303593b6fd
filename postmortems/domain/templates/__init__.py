"""The six built-in templates, and the library of sections from which they are put together.

An imported document may bring a section that its template does not have; `section(key)` finds it in the library, so
that it arrives with its title, questions and disclosure class.
"""

from dataclasses import replace

from postmortems.domain.templates import closing, special
from postmortems.domain.templates import library as common
from postmortems.domain.templates.model import (
    DISCLOSURES,
    PUBLIC_PARTS,
    SECTION_KINDS,
    Template,
    TemplateSection,
)

__all__ = [
    "DISCLOSURES",
    "PUBLIC_PARTS",
    "SECTION_KINDS",
    "SECTIONS",
    "TEMPLATES",
    "Template",
    "TemplateSection",
    "section",
    "template",
]

# The order in which an imported document's sections are shown when its template does not say.
SECTIONS: tuple[TemplateSection, ...] = (
    common.SUMMARY,
    common.BACKGROUND,
    special.EXPOSURE,
    special.EXPOSURE_WINDOW,
    special.ACCESS,
    special.DATA_AFFECTED,
    special.BEHAVIOUR,
    special.SPREAD,
    common.IMPACT,
    special.POTENTIAL,
    common.NARRATIVE,
    common.TIMELINE,
    common.DETECTION,
    common.RESPONSE,
    common.DECISIONS,
    common.MITIGATION,
    special.CONTAINMENT,
    special.RESTORE,
    special.FALLBACK,
    common.TRIGGER,
    common.FACTORS,
    common.CONTROLS,
    special.BARRIERS,
    special.OVERSIGHT,
    common.NORMAL_WORK,
    common.WENT_WELL,
    common.WENT_WRONG,
    common.LUCKY,
    closing.SIMILAR,
    closing.LESSONS,
    closing.ACTIONS,
    closing.NOT_TAKEN,
    special.NOTIFICATION,
    closing.EXTERNAL_MESSAGE,
    closing.WHAT_YOU_CAN_DO,
    closing.OPEN_QUESTIONS,
    closing.EVIDENCE,
    closing.PEOPLE,
    closing.HEADER,
    closing.UNPLACED,
)

TEMPLATES: tuple[Template, ...] = (
    Template(
        "outage",
        "Outage or degradation",
        "outage",
        "A service was down, slow, or gave wrong answers.",
        (
            common.SUMMARY,
            common.IMPACT,
            common.TIMELINE,
            common.DETECTION,
            common.RESPONSE,
            common.DECISIONS,
            common.MITIGATION,
            common.TRIGGER,
            common.FACTORS,
            common.WENT_WELL,
            closing.LESSONS,
            closing.ACTIONS,
            closing.OPEN_QUESTIONS,
        ),
    ),
    Template(
        "exposure",
        "Security exposure",
        "exposure",
        "Data, secrets or systems could be reached from where they should not be.",
        (
            common.SUMMARY,
            special.EXPOSURE,
            special.EXPOSURE_WINDOW,
            special.ACCESS,
            common.TIMELINE,
            common.DETECTION,
            special.CONTAINMENT,
            replace(common.TRIGGER, required=False),
            common.FACTORS,
            common.CONTROLS,
            special.NOTIFICATION,
            closing.ACTIONS,
            closing.WHAT_YOU_CAN_DO,
            closing.OPEN_QUESTIONS,
        ),
    ),
    Template(
        "data_loss",
        "Data loss or corruption",
        "data_loss",
        "Data was deleted, changed or duplicated, and some of it may not come back.",
        (
            common.SUMMARY,
            special.DATA_AFFECTED,
            common.TIMELINE,
            common.DETECTION,
            common.DECISIONS,
            special.RESTORE,
            common.TRIGGER,
            common.FACTORS,
            common.CONTROLS,
            common.NORMAL_WORK,
            closing.ACTIONS,
            closing.OPEN_QUESTIONS,
        ),
    ),
    Template(
        "ai_behaviour",
        "AI system behaviour",
        "ai_behaviour",
        "A model or an agent said or did something that was not intended.",
        (
            common.SUMMARY,
            special.BEHAVIOUR,
            special.SPREAD,
            common.IMPACT,
            common.TIMELINE,
            special.FALLBACK,
            replace(common.TRIGGER, required=False),
            common.FACTORS,
            special.OVERSIGHT,
            closing.ACTIONS,
            closing.OPEN_QUESTIONS,
        ),
    ),
    Template(
        "near_miss",
        "Near miss",
        "near_miss",
        "Nothing was harmed this time, and it was close.",
        (
            common.SUMMARY,
            special.POTENTIAL,
            common.TIMELINE,
            special.BARRIERS,
            common.LUCKY,
            replace(common.TRIGGER, required=False),
            common.FACTORS,
            common.NORMAL_WORK,
            closing.LESSONS,
            closing.ACTIONS,
        ),
    ),
    Template(
        "short",
        "Short form",
        "outage",
        "A small incident: the five things that are worth keeping.",
        (
            common.SUMMARY,
            replace(common.IMPACT, questions=common.IMPACT.questions[:2], minutes=2),
            replace(common.TIMELINE, minutes=4),
            replace(common.FACTORS, minutes=3),
            replace(closing.ACTIONS, minutes=3),
        ),
    ),
)

_TEMPLATES = {item.key: item for item in TEMPLATES}
_SECTIONS = {item.key: item for item in SECTIONS}


def template(key: str) -> Template | None:
    """The built-in template with this key, or None."""
    return _TEMPLATES.get(key)


def section(key: str) -> TemplateSection | None:
    """The library's section with this key, or None; a template may hold it with its own number of minutes."""
    return _SECTIONS.get(key)
