"""Rules of the organisation: silenced, re-graded, added; and that they hold wherever the coach runs."""

import io
import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from postmortems.coaching import preview, queries
from postmortems.coaching.actions import save_house_rule, set_rule
from postmortems.domain import language
from postmortems.models import Action, HouseRule, LanguageDecision, RuleSetting
from postmortems.publication.actions import begin_summary
from postmortems.publication.scanning import wording
from postmortems.reviewing.findings import blocking, open_findings
from tests.conftest import NOW

HTMX = {"HTTP_HX_REQUEST": "true"}
BLAMING = "The operator failed to notice the alert."
OWN = {
    "title": "Goldfish",
    "phrases": "goldfish*\n{who} went cowboy",
    "category": "character",
    "severity": "warn",
    "why": "It makes fun of a slip that the prompt allowed.",
    "example": "It was a goldfish command.",
    "counter_example": "The cowboy theme was removed.",
    "suggestion": "a command with ____",
    "scopes": ["text", "public"],
}


@pytest.fixture
def admin(people, sign_in):
    return sign_in(people.admin)


def test_the_page_lists_every_rule(admin):
    page = admin.get(reverse("coaching:settings")).content.decode()
    assert all(reverse("coaching:rule", args=[rule.id]) in page for rule in language.RULES)


@pytest.mark.parametrize("name", ["settings", "own_new"])
def test_others_are_refused(people, sign_in, name):
    assert sign_in(people.owner).get(reverse(f"coaching:{name}")).status_code == 403


def test_others_change_nothing(people, sign_in):
    client = sign_in(people.owner)
    own = HouseRule.objects.create(**OWN)
    assert client.post(reverse("coaching:rule", args=["C1"]), {"severity": "nudge"}).status_code == 403
    assert client.post(reverse("coaching:own_new"), OWN).status_code == 403
    assert client.post(reverse("coaching:own", args=[own.pk]), OWN).status_code == 403
    assert client.post(reverse("coaching:own_remove", args=[own.pk])).status_code == 403
    assert HouseRule.objects.count() == 1 and not RuleSetting.objects.exists()


def test_a_rule_is_regraded_silenced_and_given_back(admin):
    url = reverse("coaching:rule", args=["C1"])
    assert admin.post(url, {"severity": "nudge"}).status_code == 302
    assert queries.check(BLAMING).findings[0].severity == "nudge"
    assert admin.post(url, {"severity": "block", "silenced": "on"}).status_code == 302
    assert not queries.check(BLAMING).findings
    assert admin.post(url, {"severity": "block"}).status_code == 302
    assert queries.check(BLAMING).findings[0].severity == "block"
    assert not RuleSetting.objects.exists()


def test_a_severity_that_there_is_not_is_refused(admin):
    url = reverse("coaching:rule", args=["C1"])
    answer = admin.post(url, {"severity": "horrible"})
    assert answer.status_code == 422 and "<html" in answer.content.decode()
    part = admin.post(url, {"severity": "horrible"}, **HTMX)
    assert part.status_code == 422 and "<html" not in part.content.decode()
    assert admin.get(reverse("coaching:rule", args=["nonsense"])).status_code == 404
    assert admin.put(url).status_code == 405


def test_a_rule_of_ones_own_is_looked_at_and_then_saved(people, admin):
    people.pm.visibility = "organisation"
    people.pm.save(update_fields=["visibility"])
    people.pm.sections.filter(key="summary").update(body="It was goldfishing. It was goldfishing again.")
    answer = admin.post(reverse("coaching:own_new"), OWN | {"preview": "1"})
    page = answer.content.decode()
    assert "2 times in 1 document" in page and "goldfishing" in page
    assert not HouseRule.objects.exists()
    assert admin.post(reverse("coaching:own_new"), OWN).status_code == 302
    assert (
        '<span class="tag">Worth rewording</span>' in admin.get(reverse("coaching:settings")).content.decode()
    )
    [finding] = queries.check("It was a goldfish moment.").findings
    assert (finding.category, finding.suggestion) == ("character", "a command with ____")
    assert [one.excerpt for one in queries.check("The engineer went cowboy.").findings] == [
        "The engineer went cowboy"
    ]
    assert not queries.check("The horse went cowboy.").findings
    assert not queries.check("It was a goldfish moment.", scope="comment").findings


def test_the_preview_reads_only_what_the_administrator_may_read(people, admin):
    people.pm.sections.filter(key="summary").update(body="It was goldfishing in Zanzibar.")
    page = admin.post(reverse("coaching:own_new"), OWN | {"preview": "1"}).content.decode()
    assert "Zanzibar" not in page and "There is no text yet that you may read" in page
    people.pm.sections.filter(key="summary").update(body=BLAMING)
    page = admin.get(reverse("coaching:rule", args=["C1"])).content.decode()
    assert "There is no text yet that you may read" in page and people.pm.title not in page


def test_the_preview_reads_everything_people_wrote_but_what_is_restricted(people, admin):
    pm, text = people.pm, "The operator failed to notice the alert in {}."
    people.pm.visibility = "organisation"
    people.pm.save(update_fields=["visibility"])
    hidden = {"disclosure": "restricted"}
    pm.sections.filter(key="summary").update(body=text.format("Oslo"))
    pm.events.create(at=NOW, text=text.format("Bergen"), zone="UTC")
    pm.events.create(at=NOW, text=text.format("Zanzibar"), zone="UTC", **hidden)
    pm.factors.create(title="Alert", condition=text.format("Narvik"))
    pm.factors.create(title="Alert", condition=text.format("Zanzibar"), **hidden)
    Action.objects.create(postmortem=pm, team=people.team, title="Train the team on failover.")
    secret = pm.sections.exclude(key="summary").first()
    type(secret).objects.filter(pk=secret.pk).update(**hidden)
    pm.comments.create(body=text.format("Hamar"))
    remark = pm.comments.create(body=text.format("Zanzibar"), section=secret)
    pm.comments.create(body=text.format("Zanzibar"), parent=remark)
    found = preview.of_rule(people.admin, "C1")
    assert found.hits == 4
    assert {hit.place for hit in found.first} > {"Timeline", "Contributing factors", "Comments"}
    weak = preview.of_rule(people.admin, "M2")
    assert [(hit.place, hit.excerpt) for hit in weak.first] == [("Action items", "Train")]
    assert "Zanzibar" not in admin.get(reverse("coaching:rule", args=["C1"])).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("phrases", "(a+)+$", "is not a word"),
        ("phrases", "x" * 90, "longer than"),
        ("phrases", "{robot} broke it", "is not known"),
        ("phrases", "{who} a*", "three letters"),
        ("phrases", "\n".join(f"phrase{n}" for n in range(13)), "At most 12"),
        ("example", "Nothing of it here.", "None of the phrases"),
        ("counter_example", "A goldfish again.", "found in this sentence too"),
        ("suggestion", "a goldfish", "found again"),
        ("scopes", [], "at least one place"),
        ("category", "nonsense", "valid choice"),
    ],
)
def test_a_rule_that_does_not_hold_is_refused_and_kept_in_the_form(admin, field, value, said):
    answer = admin.post(reverse("coaching:own_new"), OWN | {field: value}, **HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and "Goldfish" in page and "<html" not in page
    assert not HouseRule.objects.exists()


def test_a_rule_is_changed_and_taken_out(admin):
    admin.post(reverse("coaching:own_new"), OWN)
    own = HouseRule.objects.get()
    assert admin.post(reverse("coaching:own", args=[own.pk]), OWN | {"severity": "block"}).status_code == 302
    assert queries.check("It was a goldfish moment.").findings[0].severity == "block"
    assert admin.get(reverse("coaching:own_remove", args=[own.pk])).status_code == 405
    assert admin.post(reverse("coaching:own_remove", args=[own.pk])).status_code == 302
    assert admin.post(reverse("coaching:own_remove", args=[own.pk])).status_code == 404
    assert not queries.check("It was a goldfish moment.").findings


def test_there_is_an_end_to_the_number_of_rules(admin):
    HouseRule.objects.bulk_create(HouseRule(**OWN) for _ in range(language.MOST_RULES))
    answer = admin.post(reverse("coaching:own_new"), OWN)
    assert answer.status_code == 422 and "take one out first" in answer.content.decode()


def test_the_organisations_rules_hold_at_review_approval_and_publication_and_not_on_the_command_line(
    people, tmp_path
):
    pm, text = people.pm, "It was a goldfish moment."
    save_house_rule(rule=HouseRule(**OWN | {"severity": "block"}), actor=people.admin, now=NOW)
    set_rule(rule="C1", actor=people.admin, silenced=True, severity="block", now=NOW)
    pm.sections.filter(key="summary").update(body=f"{text} {BLAMING}")
    assert [one.finding.excerpt for one in blocking(pm)] == ["goldfish"]
    summary = begin_summary(postmortem=pm, actor=people.owner, now=NOW)
    summary.lede = text
    assert "goldfish" in [one.finding.excerpt for one in wording(summary)]
    rule = f"O{HouseRule.objects.get().pk}"
    LanguageDecision.objects.create(postmortem=pm, rule=rule, excerpt="goldfish", reason="A quote.")
    assert not open_findings(pm, full=True)
    assert "goldfish" not in [one.finding.excerpt for one in wording(summary)]
    document, out = tmp_path / "a.md", io.StringIO()
    document.write_text(f"{text} {BLAMING}")
    call_command("coach", str(document), "--format", "json", stdout=out)
    assert [one["rule"] for one in json.loads(out.getvalue())["findings"]] == ["C1"]
