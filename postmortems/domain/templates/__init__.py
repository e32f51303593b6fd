"""The seven built-in templates, and the library of sections from which they are put together.

An imported document may bring a section that its template does not have; `section(key)` finds it in the library, so
that it arrives with its title, questions and disclosure class.
"""

from postmortems.domain.templates import closing, special
from postmortems.domain.templates import library as common
from postmortems.domain.templates.builtin import TEMPLATES
from postmortems.domain.templates.editing import (
    as_sections,
    fresh_key,
    moved,
    plain,
    problems,
)
from postmortems.domain.templates.model import (
    DISCLOSURES,
    PUBLIC_PARTS,
    SECTION_KINDS,
    Template,
    TemplateSection,
)
from postmortems.domain.templates.upgrade import Present, UpgradePlan, plan_upgrade

__all__ = [
    "DISCLOSURES",
    "PUBLIC_PARTS",
    "Present",
    "SECTION_KINDS",
    "SECTIONS",
    "TEMPLATES",
    "Template",
    "TemplateSection",
    "UpgradePlan",
    "as_sections",
    "fresh_key",
    "moved",
    "plain",
    "plan_upgrade",
    "problems",
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
    special.INCIDENTS,
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

_TEMPLATES = {item.key: item for item in TEMPLATES}
_SECTIONS = {item.key: item for item in SECTIONS}


def template(key: str) -> Template | None:
    """The built-in template with this key, or None."""
    return _TEMPLATES.get(key)


def section(key: str) -> TemplateSection | None:
    """The library's section with this key, or None; a template may hold it with its own number of minutes."""
    return _SECTIONS.get(key)
