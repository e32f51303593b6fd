"""Templates edited in the site: who may, versions, order by keyboard, and postmortems brought over."""

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from core.accounts.models import Membership
from postmortems.authoring import actions, queries
from postmortems.domain import templates
from postmortems.models import Section, Template
from tests.conftest import NOW
from tests.postmortems.authoring.conftest import people  # noqa: F401 - a fixture by its name


@pytest.fixture
def staff(people, make_user, template_version):  # noqa: F811
    """The people, with an administrator and a manager of the team; `mine` is a template of the organisation's."""
    template_version("outage")
    people.admin = make_user("Admin", is_administrator=True)
    people.manager = make_user("Manager")
    Membership.objects.create(user=people.manager, team=people.team, role="manager")
    people.mine = made(people.admin)
    return people


def made(actor, *, team=None, name="Queue incident", source="outage"):
    return actions.create_template(
        actor=actor,
        now=NOW,
        name=name,
        description="Jobs waited.",
        kind="outage",
        team=team,
        source=Template.objects.get(key=source),
    )


def url(name, template, *more):
    return reverse(f"authoring:{name}", args=[template.pk, *more])


def keys(template):
    return [one["key"] for one in Template.objects.get(pk=template.pk).draft]


def test_a_copy_is_put_in_order_edited_and_published(staff, sign_in):
    client = sign_in(staff.admin)
    before = keys(staff.mine)
    answer = client.post(url("template_move", staff.mine), {"part": "impact", "to": "up", "revision": 0})
    assert "moved=impact-up#part-impact" in answer.url
    assert keys(staff.mine)[:2] == ["impact", "summary"]
    page = client.get(url("template_edit", staff.mine)).content.decode()
    assert "Move Summary up" in page
    part = {
        "revision": 1,
        "title": "Who noticed",
        "help": "",
        "questions": "- How was it noticed?\nHow was it noticed?\n* What would be quicker?",
        "disclosure": "customer",
        "public_part": "impact",
        "minutes": 2,
        "kind": "text",
    }
    assert client.post(url("template_part_new", staff.mine), part).status_code == 302
    assert keys(staff.mine)[-1] == "who_noticed"
    assert client.post(url("template_publish", staff.mine), {"revision": 2, "note": "New"}).status_code == 302
    version = staff.mine.versions.get()
    assert version.number == 1
    assert version.sections[-1]["questions"] == ["How was it noticed?", "What would be quicker?"]
    assert len(version.sections) == len(before) + 1
    assert version in queries.templates_for(staff.mate)


def test_two_people_edit_and_the_second_is_told(staff, sign_in):
    client = sign_in(staff.admin)
    client.post(url("template_move", staff.mine), {"part": "impact", "to": "up", "revision": 0})
    stale = client.post(url("template_move", staff.mine), {"part": "impact", "to": "down", "revision": 0})
    assert stale.status_code == 409
    assert "Somebody else changed this template" in stale.content.decode()
    assert keys(staff.mine)[0] == "impact"
    part = {
        "revision": 0,
        "title": "Summary of mine",
        "disclosure": "internal",
        "minutes": 3,
        "public_part": "",
    }
    kept = client.post(url("template_part", staff.mine, "summary"), part)
    assert kept.status_code == 409
    page = kept.content.decode()
    assert "Summary of mine" in page and "Keep puts it in place of theirs." in page
    assert "<h1>Summary</h1>" in page and "Take it out" in page and "New section" not in page
    again = part | {"revision": kept.context["form"]["revision"].value()}
    assert client.post(url("template_part", staff.mine, "summary"), again).status_code == 302
    assert Template.objects.get(pk=staff.mine.pk).draft[1]["title"] == "Summary of mine"


def test_what_is_typed_about_a_section_that_another_tab_took_out_is_kept_and_can_be_put_back(staff, sign_in):
    client, address = sign_in(staff.admin), url("template_part", staff.mine, "impact")
    typed = {
        "revision": 0,
        "title": "Impact, told anew",
        "questions": "Who waited?",
        "disclosure": "internal",
        "minutes": 4,
    }
    client.post(url("template_part_out", staff.mine, "impact"), {"revision": 0})
    assert client.get(address).status_code == 404
    refused = client.post(address, typed)
    page = refused.content.decode()
    assert refused.status_code == 409 and "Keep puts it back, at the end." in page
    assert "Impact, told anew" in page and "Who waited?" in page
    assert "impact" not in keys(staff.mine)
    again = typed | {"key": "impact", "kind": "text", "revision": refused.context["form"]["revision"].value()}
    wrong = client.post(address, again | {"title": ""})
    assert wrong.status_code == 422 and "Who waited?" in wrong.content.decode()
    assert client.post(address, again).status_code == 302
    assert keys(staff.mine)[-1] == "impact"
    assert Template.objects.get(pk=staff.mine.pk).draft[-1]["title"] == "Impact, told anew"


def test_what_goes_for_good_is_asked_first(staff, sign_in):
    client = sign_in(staff.admin)
    section, out = url("template_part", staff.mine, "impact"), url("template_part_out", staff.mine, "impact")
    assert f'href="{out}?revision=0"' in client.get(section).content.decode()
    page = client.get(f"{out}?revision=0").content.decode()
    assert "Take out “Impact" in page and 'name="revision" value="0"' in page
    assert "impact" in keys(staff.mine)
    assert "is taken out." in client.post(out, {"revision": 0}, follow=True).content.decode()
    assert "impact" not in keys(staff.mine)
    assert client.get(out).status_code == 404

    forget = url("template_discard", staff.mine)
    assert f'href="{forget}?revision=1"' in client.get(url("template_edit", staff.mine)).content.decode()
    assert "Forget “Queue incident”? Its sections are gone for good." in " ".join(
        strip_tags(client.get(forget).content.decode()).split()
    )
    assert client.post(forget, {"revision": 0}).status_code == 409  # somebody wrote in it meanwhile
    assert Template.objects.filter(pk=staff.mine.pk).exists()
    client.post(url("template_publish", staff.mine), {"revision": 1, "note": ""})
    client.post(url("template_move", staff.mine), {"part": "timeline", "to": "up", "revision": 2})
    assert "Forget the changes since version 1?" in client.get(forget).content.decode()
    client.post(forget, {"revision": 3})
    assert Template.objects.get(pk=staff.mine.pk).draft is None


def test_one_that_was_never_published_is_forgotten_when_that_was_confirmed(staff, sign_in):
    client, forget = sign_in(staff.admin), url("template_discard", staff.mine)
    answer = client.post(forget, {"revision": 0}, follow=True)
    assert "“Queue incident” is forgotten." in answer.content.decode()
    assert not Template.objects.filter(pk=staff.mine.pk).exists()


def test_one_that_could_not_be_used_is_not_published(staff, sign_in):
    client = sign_in(staff.admin)
    client.post(url("template_part_out", staff.mine, "timeline"), {"revision": 0})
    answer = client.post(url("template_publish", staff.mine), {"revision": 1, "note": ""})
    assert answer.status_code == 422
    assert "One section shows the timeline" in answer.content.decode()
    assert not staff.mine.versions.exists()


def test_who_may(staff, sign_in):
    built_in = Template.objects.get(key="outage")
    assert sign_in(staff.admin).get(url("template_edit", built_in)).status_code == 403
    assert sign_in(staff.mate).get(url("template", built_in)).status_code == 200
    assert sign_in(staff.mate).get(url("template_edit", staff.mine)).status_code == 403
    assert sign_in(staff.mate).get(reverse("authoring:template_new")).status_code == 403
    assert sign_in(staff.manager).post(url("template_retire", staff.mine)).status_code == 403
    own = made(staff.manager, team=staff.team, name="Storage incident")
    assert sign_in(staff.manager).get(url("template_edit", own)).status_code == 200
    assert sign_in(staff.admin).get(url("template", own)).status_code == 404
    assert sign_in(staff.outsider).get(url("template", own)).status_code == 404
    assert (
        "Storage incident" not in sign_in(staff.outsider).get(reverse("authoring:templates")).content.decode()
    )
    assert sign_in(staff.admin).get(url("template_move", staff.mine)).status_code == 405


def test_a_manager_makes_one_for_the_team_and_not_for_the_organisation(staff, sign_in):
    data = {"name": "Storage incident", "description": "Disks.", "kind": "outage", "team": "", "source": ""}
    client, page = sign_in(staff.manager), reverse("authoring:template_new")
    assert client.post(page, data).status_code == 422
    assert client.post(page, data | {"team": staff.team.pk}).status_code == 302
    assert Template.objects.get(name="Storage incident").team == staff.team


def test_a_retired_one_is_not_offered_and_comes_back(staff, sign_in):
    client = sign_in(staff.admin)
    client.post(url("template_publish", staff.mine), {"revision": 0, "note": ""})
    client.post(url("template_retire", staff.mine))
    assert staff.mine.pk not in {one.template_id for one in queries.templates_for(staff.mate)}
    client.post(url("template_retire", staff.mine), {"back": "1"})
    assert staff.mine.pk in {one.template_id for one in queries.templates_for(staff.mate)}


@pytest.fixture
def under_way(staff, make_postmortem):
    """A postmortem on the first version, and a second version without its impact section."""
    parts = templates.template("outage").sections
    first = actions.publish_template(template=staff.mine, actor=staff.admin, now=NOW, revision=0, note="")
    staff.pm = actions.begin(
        actor=staff.owner, team=staff.team, version=first, title="Jobs waited", now=NOW, visibility="team"
    )
    section = Section.objects.get(postmortem=staff.pm, key="impact")
    section.postmortem = staff.pm
    actions.save_section(section=section, actor=staff.owner, now=NOW, text=actions.Text("Two hours.", 1))
    staff.pm.refresh_from_db()
    template = Template.objects.get(pk=staff.mine.pk)
    newer = (templates.section("lessons"), *(one for one in parts if one.key not in ("impact", "lessons")))
    actions.write_draft(
        template=template, actor=staff.admin, revision=template.draft_revision, sections=newer
    )
    staff.second = actions.publish_template(
        template=template, actor=staff.admin, now=NOW, revision=template.draft_revision, note="Shorter"
    )
    staff.page = reverse("authoring:upgrade", args=[staff.pm.pk])
    return staff


def test_bringing_one_over_is_shown_first_and_keeps_its_texts(under_way, sign_in):
    client = sign_in(under_way.owner)
    page = client.get(under_way.page).content.decode()
    assert "has no place in it any more" in page
    assert client.post(under_way.page, {"text_version": under_way.pm.text_version}).status_code == 302
    sections = list(under_way.pm.sections.all())
    assert sections[0].key == "lessons"
    assert sections[-1].key == "impact"
    assert sections[-1].body == "Two hours."
    under_way.pm.refresh_from_db()
    assert under_way.pm.template_version == under_way.second
    assert "That is the newest version" in client.get(under_way.page).content.decode()


def test_a_text_that_changed_since_the_look_is_looked_at_again(under_way, sign_in):
    answer = sign_in(under_way.owner).post(under_way.page, {"text_version": 1})
    assert answer.status_code == 409
    under_way.pm.refresh_from_db()
    assert under_way.pm.template_version.number == 1


def test_readers_and_outsiders_bring_nothing_over(under_way, sign_in):
    under_way.pm.named_readers.create(user=under_way.reader)
    assert sign_in(under_way.reader).post(under_way.page).status_code == 403
    assert sign_in(under_way.outsider).get(under_way.page).status_code == 404
