"""Forms of the coach: what comes from an editor, and the organisation's rules."""

from __future__ import annotations

from django import forms

from postmortems.coaching import queries
from postmortems.coaching.wording import CATEGORIES, SCOPES, SEVERITIES
from postmortems.domain import language
from postmortems.models import HouseRule

LONGEST = 200_000


class TypedForm(forms.Form):
    """A text as it stands in an editor; spaces, line ends and control characters stay, or places would move."""

    scope = forms.ChoiceField(choices=[(scope, scope) for scope in language.SCOPES])
    private = forms.BooleanField(required=False)

    def clean(self) -> dict:
        """The text goes round the field that would clean it."""
        cleaned = super().clean() or {}
        text = self.data.get("text")
        if text is None:
            raise forms.ValidationError("There is no text.")
        if len(text) > LONGEST:
            raise forms.ValidationError(
                "This text is too long to be read while it is typed. The review page reads all of it."
            )
        cleaned["text"] = text
        return cleaned


class DismissForm(forms.Form):
    """Letting a wording stand, from an editor."""

    rule = forms.CharField(max_length=20)
    excerpt = forms.CharField(max_length=300, strip=False)
    reason = forms.CharField(
        max_length=1000, error_messages={"required": "Say in a sentence why this wording should stand."}
    )

    def clean_rule(self) -> str:
        """Only of a rule that is read here."""
        rule = self.cleaned_data["rule"]
        if queries.house().severity_of(rule) is None:
            raise forms.ValidationError("This rule is no longer read.")
        return rule


class RuleForm(forms.Form):
    """What the organisation wants of one rule of the coach."""

    severity = forms.ChoiceField(
        label="How grave is it here?",
        choices=[(word, f"{name}: {what}") for word, (name, what) in SEVERITIES.items()],
        widget=forms.RadioSelect,
    )
    silenced = forms.BooleanField(label="Leave this rule out for everybody", required=False)


class HouseRuleForm(forms.ModelForm):
    """A rule of the organisation's own."""

    scopes = forms.MultipleChoiceField(
        label="Where it is read",
        choices=[(word, name[:1].upper() + name[1:]) for word, name in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one place."},
    )
    category = forms.ChoiceField(choices=[(word, name) for word, (name, _) in CATEGORIES.items()])
    severity = forms.ChoiceField(
        label="How grave is it?", choices=[(word, name) for word, (name, _) in SEVERITIES.items()]
    )
    phrases = forms.CharField(
        label="Phrases",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text="One a line, in small letters. A star at the end of a word stands for any ending, {who} for a person or group: “{who} screwed up”, “sloppy*”.",
    )

    class Meta:
        model = HouseRule
        fields = [
            "title", "phrases", "category", "severity", "why", "source", "example", "counter_example", "suggestion",
            "question", "scopes",
        ]  # fmt: skip
        labels = {
            "title": "What it is called",
            "why": "Why it is worth another wording",
            "source": "Where the reason comes from",
            "example": "A sentence in which it is found",
            "counter_example": "A sentence that must stay clean",
            "suggestion": "What to write instead of these words",
            "question": "A question that helps",
        }
        help_texts = {
            "why": "One or two kind sentences; writers read them.",
            "suggestion": "It replaces the words that were found and adds no fact; ____ is a blank for the writer.",
        }

    def clean_phrases(self) -> str:
        """Every line must be a phrase that the coach can read."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["phrases"].splitlines() if line.strip()]
        if len(lines) > language.MOST_PHRASES:
            raise forms.ValidationError(f"At most {language.MOST_PHRASES} phrases in one rule.")
        for line in lines:
            try:
                language.read_phrase(line)
            except language.UnreadablePhrase as problem:
                raise forms.ValidationError(str(problem)) from None
        return "\n".join(lines)

    def clean(self) -> dict:
        """The rule must hold what its own examples say."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        scopes = cleaned["scopes"]
        rule = queries.own_rule(HouseRule(**{name: cleaned[name] for name in self.Meta.fields}))

        def found(text: str) -> bool:
            read = language.check(text, scope=scopes[0], own=(rule,), silenced=frozenset(queries.RULES))
            return bool(read.findings)

        if not found(cleaned["example"]):
            self.add_error("example", "None of the phrases is found in this sentence.")
        if found(cleaned["counter_example"]):
            self.add_error("counter_example", "A phrase is found in this sentence too.")
        if found(cleaned["suggestion"]):
            self.add_error("suggestion", "The new wording would be found again.")
        return cleaned
