"""Editing a template: what it is for, and one section of it."""

from __future__ import annotations

from django import forms

from core.accounts.models import Team, User
from postmortems.authoring import queries
from postmortems.domain import kinds
from postmortems.domain.templates import SECTIONS, TemplateSection
from postmortems.models import Disclosure, Kind, Template

PUBLIC_PARTS = (
    ("", "Nothing of it is carried over"),
    ("what_happened", "What happened"),
    ("impact", "Impact"),
    ("timeline", "Timeline"),
    ("factors", "Contributing factors"),
    ("what_we_did", "What we did"),
    ("what_we_are_changing", "What we are changing"),
    ("what_you_can_do", "What you can do"),
    ("not_yet_known", "Not yet known"),
)
ROWS = (
    ("text", "Text"),
    ("timeline", "The timeline"),
    ("factors", "Contributing factors"),
    ("actions", "Action items"),
    ("incidents", "Single incidents"),
)


class TemplateForm(forms.Form):
    """A new template: what it is called, whose it is, and what it begins with."""

    name = forms.CharField(max_length=120, label="Name", help_text="Named after the incident, not the team")
    description = forms.CharField(
        max_length=400, label="For which incidents", widget=forms.Textarea(attrs={"rows": 2})
    )
    kind = forms.ChoiceField(
        choices=Kind.choices, label="Kind", help_text="It decides which facts are asked; it stays as chosen."
    )
    team = forms.ModelChoiceField(queryset=Team.objects.none(), label="Whose it is", required=False)
    source = forms.ModelChoiceField(
        queryset=Template.objects.none(),
        required=False,
        label="Begin with the sections of",
        empty_label="Nothing",
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = queries.teams_managed(user)
        self.fields["source"].queryset = queries.visible_templates(user)
        self.fields["team"].empty_label = "The organisation" if user.is_administrator else None
        self.fields["team"].required = not user.is_administrator


class RevisionForm(forms.Form):
    """The revision of the draft that was looked at, and nothing else."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class TemplateHeadForm(forms.Form):
    """Name and description of a template that is being edited."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(max_length=120, label="Name")
    description = forms.CharField(
        max_length=400, label="For which incidents", widget=forms.Textarea(attrs={"rows": 2})
    )


class PublishForm(forms.Form):
    """A word on what is new, for those who bring their postmortem over."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        max_length=400,
        required=False,
        label="What is new",
        help_text="Read by those who bring a postmortem over",
    )


class PartForm(forms.Form):
    """One section of a template."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(max_length=120, label="Heading")
    help = forms.CharField(
        required=False, max_length=600, label="Help text", widget=forms.Textarea(attrs={"rows": 2})
    )
    questions = forms.CharField(
        required=False,
        max_length=4000,
        label="Guiding questions",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One on each line. Ask what and how; who and why invite an answer about a person.",
    )
    kind = forms.ChoiceField(choices=ROWS, label="Shows beside its text", required=False)
    required = forms.BooleanField(required=False, label="A review waits for it")
    disclosure = forms.ChoiceField(choices=Disclosure.choices, label="Meant for")
    public_part = forms.ChoiceField(
        choices=PUBLIC_PARTS, required=False, label="Its place in the public summary"
    )
    facts = forms.ChoiceField(required=False, label="Asks these facts")
    minutes = forms.IntegerField(
        min_value=0, max_value=120, label="Minutes it takes a tired person", initial=3
    )

    def __init__(self, *args, kind: str, part: TemplateSection | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        spec = kinds.spec_of(kind)
        if spec:
            groups = [(group.key, group.title) for group in spec.groups]
            self.fields["facts"].choices = [("", "None"), *groups]
        else:
            del self.fields["facts"]
        if part is not None:
            # What a section shows is its nature: texts of postmortems lean on it.
            del self.fields["kind"]

    def clean_questions(self) -> tuple[str, ...]:
        """Each line once, without bullets."""
        lines = [line.strip().lstrip("-*•").strip() for line in self.cleaned_data["questions"].splitlines()]
        found = tuple(dict.fromkeys(line for line in lines if line))
        if len(found) > 12:
            raise forms.ValidationError("Twelve questions at most; a tired person reads three.")
        return found


def part_initial(part: TemplateSection) -> dict:
    """What the form shows of a section."""
    names = ("title", "help", "required", "disclosure", "public_part", "facts", "minutes", "kind")
    return {**{name: getattr(part, name) for name in names}, "questions": "\n".join(part.questions)}


def library(taken: set[str]) -> list[tuple[str, str]]:
    """Sections that exist already and could be added as they are: (key, title)."""
    return [(one.key, one.title) for one in SECTIONS if one.key not in taken | {"unplaced", "header"}]
