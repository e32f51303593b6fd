"""Every recurring part of the pages on one page, in every state, light and dark; with demo content only."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from core.richtext import render_cached

STATES = {
    "Postmortem": ("draft", "in_review", "approved", "closed"),
    "Action": ("idea", "accepted", "in_progress", "done", "verified", "declined", "late", "risk_accepted"),
    "Public summary": ("preparing", "awaiting_signatures", "scheduled", "published", "withdrawn"),
    "Promise": ("planned", "in_progress", "done", "verified", "late", "changed"),
    "Disclosure": ("public", "customer", "internal", "restricted"),
}
PROSE = """# What we saw

The nightly copy had **stopped three weeks earlier**, and the mails that say so were *rejected on the way*[^1].
See the [terminal log](https://example.com/log) and `pg_dump --version`.

> From where the responder worked, both hosts looked alike.

1. The standby fell behind.
2. The directory was removed.
   - on the host that still served

- [x] Restore from the copy of 18:00
- [ ] Compare row counts

| Time | Host | Rows |
|:-----|:----:|-----:|
| 23:00 UTC | standby | 4,112 |
| 23:27 UTC | primary | 0 |

```
$ pg_basebackup --pgdata=/var/lib/postgresql/standby --checkpoint=fast --progress --verbose --wal-method=stream
```

[^1]: The sender's name was not in the list of allowed senders.
"""


class Specimen(forms.Form):
    """One field of each sort."""

    title = forms.CharField(max_length=80, help_text="What happened, in the words of the people it touched.")
    address = forms.EmailField(label="Address")
    severity = forms.ChoiceField(choices=[("", "Not set"), ("sev1", "SEV 1"), ("sev2", "SEV 2")])
    began = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}), help_text="In the zone below."
    )
    role = forms.ChoiceField(
        choices=[("enabler", "Enabler"), ("trigger", "Trigger"), ("amplifier", "Amplifier")],
        widget=forms.RadioSelect,
        label="What did it do?",
    )
    days = forms.MultipleChoiceField(
        choices=[("0", "Monday"), ("1", "Tuesday"), ("2", "Wednesday")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label="Working days",
    )
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), label="What made it likely?")
    document = forms.FileField(required=False, help_text="Markdown or plain text, up to 5 MB.")
    looked = forms.BooleanField(label="I looked at every picture", help_text="A person’s word, not a guess.")
    kept = forms.CharField(disabled=True, required=False, initial="PM-2026-014", label="Number")


def _specimens(scheme: str) -> dict:
    typed = {
        "title": "Uploads stopped",
        "address": "ada at example",
        "text": "The bucket’s state was not shown.",
    }
    return {
        "scheme": scheme,
        "form": Specimen(auto_id=f"{scheme}_%s", prefix=f"{scheme}-blank"),
        "asked": Specimen(
            {f"{scheme}-asked-{name}": value for name, value in typed.items()},
            auto_id=f"{scheme}_%s",
            prefix=f"{scheme}-asked",
        ),
    }


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """The page; 404 on a site without demo content."""
    if not settings.DEMO:
        raise Http404
    prose = render_cached(PROSE)
    context = {
        "schemes": [_specimens("light"), _specimens("dark")],
        "states": {
            group: [(word, word.replace("_", " ").capitalize()) for word in words]
            for group, words in STATES.items()
        },
        "severities": [("sev1", "SEV 1"), ("sev2", "SEV 2"), ("sev3", "SEV 3"), ("sev4", "SEV 4")],
        "prose": prose,
        # The ids of footnotes stand once on a page.
        "prose_dark": mark_safe(prose.replace('"fn', '"dark-fn').replace("#fn", "#dark-fn")),  # noqa: S308
        "page": Paginator(range(70), 10).get_page(request.GET.get("page")),
    }
    return render(request, "core/ops/components.html", context)
