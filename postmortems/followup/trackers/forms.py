"""Forms about trackers."""

from __future__ import annotations

from django import forms

from core import outbound
from core.accounts.models import Team
from postmortems.models import TrackerConnection

from .products import TOLD, Product

GITHUB, GITLAB, JIRA, LINEAR = (product.value for product in Product)

NOT_SHOWN = forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "mono"})


class ConnectionForm(forms.Form):
    """How one project of a tracker is reached. Secrets are typed, never shown again."""

    name = forms.CharField(label="Name", max_length=80, help_text="As people know it: Payments on GitHub.")
    base_url = forms.CharField(label="Address", max_length=300)
    project = forms.CharField(max_length=200)
    account = forms.CharField(
        label="Account of the token",
        max_length=200,
        required=False,
        help_text="On Jira Cloud the mail address of the account. Leave it empty on Data Center.",
    )
    issue_type = forms.CharField(label="Kind of issue", max_length=60, required=False, initial="Task")
    token = forms.CharField(label="Token", max_length=1000, widget=NOT_SHOWN)
    readers = forms.ChoiceField(
        label="Who reads that project",
        choices=TrackerConnection.Readers.choices,
        initial=TrackerConnection.Readers.ORGANISATION,
        widget=forms.RadioSelect,
        help_text="It decides what of an action is said there, and whether somebody looks at the words first.",
    )
    teams = forms.ModelMultipleChoiceField(
        label="Offered for actions of",
        queryset=Team.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None chosen means every team.",
    )
    hook_secret = forms.CharField(
        label="Secret of its webhook", max_length=300, required=False, widget=NOT_SHOWN
    )

    def __init__(self, *args, product: str, connection: TrackerConnection | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        told = TOLD[product]
        self.product = product
        self.fields["project"].label, self.fields["project"].help_text = told.project, told.project_hint
        self.fields["token"].help_text = told.token_hint
        self.fields["base_url"].initial = told.tracker.default_base
        self.fields["base_url"].help_text = {
            GITHUB: "Of its interface: for Enterprise Server https://github.example.com/api/v3.",
            JIRA: "As people open it: https://example.atlassian.net.",
        }.get(product, "As people open it.")
        if product == LINEAR:
            self.fields["base_url"].help_text = "Of its interface."
        if product != JIRA:
            del self.fields["account"], self.fields["issue_type"]
        if not told.signs_with_own_secret:
            del self.fields["hook_secret"]
        if connection is not None:
            self.fields["token"].required = False
            self.fields["token"].label = "Another token"
            self.fields["token"].help_text = "Leave this empty to keep the one there is."

    def clean_base_url(self) -> str:
        """An address outside, or one that whoever runs the machine allowed."""
        typed = self.cleaned_data["base_url"].strip().rstrip("/")
        if complaint := outbound.complaint_about(typed):
            raise forms.ValidationError(complaint)
        if typed.startswith("http://"):
            raise forms.ValidationError("The token would be sent in clear text. Use https://.")
        return typed

    def clean_project(self) -> str:
        """Only what a project's name is made of: it becomes part of an address."""
        typed = self.cleaned_data["project"].strip().strip("/")
        allowed = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./")
        slashes = typed.count("/")
        wanted = {GITHUB: slashes == 1, GITLAB: slashes >= 1}.get(self.product, slashes == 0)
        if not typed or not set(typed) <= allowed or ".." in typed or not wanted:
            raise forms.ValidationError(TOLD[self.product].project_hint)
        return typed.upper() if self.product in (JIRA, LINEAR) else typed

    def values(self) -> dict:
        """What `save_connection` takes."""
        return {"account": "", "issue_type": "", **self.cleaned_data}


class LinkForm(forms.Form):
    """The address of an issue that is there already."""

    url = forms.CharField(
        label="Address of the issue",
        max_length=1000,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        help_text="As you would open it: https://github.com/example/payments/issues/12.",
    )
