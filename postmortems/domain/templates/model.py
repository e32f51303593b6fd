"""The shapes of a template: what a section of a postmortem asks for, and where it goes."""

from dataclasses import dataclass

DISCLOSURES = ("public", "customer", "internal", "restricted")
SECTION_KINDS = ("text", "timeline", "factors", "actions", "incidents", "unplaced")
PUBLIC_PARTS = (
    "what_happened",
    "impact",
    "timeline",
    "factors",
    "what_we_did",
    "what_we_are_changing",
    "what_you_can_do",
    "not_yet_known",
)


@dataclass(frozen=True)
class TemplateSection:
    """One section: its stable key, what it is called, and the questions that help to write it.

    `disclosure` is one of DISCLOSURES, `kind` one of SECTION_KINDS, `public_part` one of PUBLIC_PARTS or "" when nothing
    of it is carried over to a public summary; `minutes` is how long a tired person takes to write it. `facts` names the
    group of `domain.kinds` whose answers are asked and shown with this section, "" for none.
    """

    key: str
    title: str
    help: str
    questions: tuple[str, ...] = ()
    required: bool = False
    disclosure: str = "internal"
    public_part: str = ""
    kind: str = "text"
    minutes: int = 3
    facts: str = ""


@dataclass(frozen=True)
class Template:
    """A kind of postmortem with its sections in order; `kind` is stored with the postmortem as its incident kind."""

    key: str
    name: str
    kind: str
    description: str
    sections: tuple[TemplateSection, ...]

    @property
    def minutes(self) -> int:
        """Minutes to write all sections."""
        return sum(section.minutes for section in self.sections)

    def section(self, key: str) -> TemplateSection | None:
        """The section with this key, or None."""
        return next((section for section in self.sections if section.key == key), None)
