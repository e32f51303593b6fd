"""Every page of the demo answers the people who may see it, and is absent for everybody else."""

import pytest
from django.test import Client

from postmortems.models import Action, Factor, Postmortem, PublicFile, Section, TimelineEvent

READERS = {
    "approved": {"engineer", "manager", "comms", "backups", "reviewer"},
    "in_review": {"engineer", "manager", "comms", "release", "reviewer", "security"},
    "draft": {"engineer", "manager", "backups", "reviewer"},
}
EVERYBODY = {"/", "/postmortems/", "/actions/", "/search/?q=storage", "/postmortems/new/"}


def _pages(postmortem: Postmortem) -> list[str]:
    """What any reader of it may open."""
    base = f"/postmortems/{postmortem.pk}/"
    sections = Section.objects.filter(postmortem=postmortem, disclosure="internal")
    return [
        base,
        f"{base}review/",
        f"{base}export/markdown/",
        f"{base}export/json/",
        f"{base}export/html/",
        *(f"{base}sections/{key}/history/" for key in sections.values_list("key", flat=True)[:2]),
        *(
            f"/actions/{pk}/"
            for pk in Action.objects.filter(postmortem=postmortem).values_list("pk", flat=True)
        ),
    ]


def _pages_for_writing(postmortem: Postmortem) -> list[str]:
    base = f"/postmortems/{postmortem.pk}/"
    pages = [
        f"{base}{name}/" for name in ("facts", "roster", "access", "summary", "factors/new", "actions/new")
    ]
    pages += [f"{base}sections/{key}/" for key in postmortem.sections.values_list("key", flat=True)[:4]]
    pages += [
        f"{base}events/{pk}/"
        for pk in TimelineEvent.objects.filter(postmortem=postmortem).values_list("pk", flat=True)
    ]
    return pages + [
        f"{base}factors/{pk}/"
        for pk in Factor.objects.filter(postmortem=postmortem).values_list("pk", flat=True)
    ]


@pytest.mark.parametrize("status", sorted(READERS))
def test_every_page_answers_its_readers_and_nobody_else(demo, sign_in, status):
    postmortem = Postmortem.objects.get(status=status)
    pages, owner = _pages(postmortem), postmortem.owner.email.partition("@")[0]
    whole = {owner, min(READERS[status] - {owner})}
    for name, user in demo.items():
        client = sign_in(user)
        expected = 200 if name in READERS[status] else 404
        # Readers have the same pages: two of them open every one, the others the first.
        for page in pages[:1] if expected == 200 and name not in whole else pages:
            assert client.get(page).status_code == expected, (name, page)


@pytest.mark.parametrize("status", sorted(READERS))
def test_the_owner_can_open_every_form(demo, sign_in, status):
    postmortem = Postmortem.objects.get(status=status)
    client = sign_in(postmortem.owner)
    for page in _pages_for_writing(postmortem):
        assert client.get(page).status_code == 200, page
    outside = sign_in(demo["outsider"])
    for page in _pages_for_writing(postmortem):
        assert outside.get(page).status_code == 404, page


def test_lists_answer_everybody_and_hold_nothing_for_the_outsider(demo, sign_in):
    titles = list(Postmortem.objects.values_list("title", flat=True))
    for name, user in demo.items():
        client = sign_in(user)
        for page in EVERYBODY:
            answer = client.get(page)
            assert answer.status_code == 200, (name, page)
            if name in ("outsider", "admin"):
                assert not any(title in answer.content.decode() for title in titles), (name, page)
    assert any(title in sign_in(demo["engineer"]).get("/").content.decode() for title in titles)


def test_public_pages_answer_without_a_sign_in(demo):
    paths = list(PublicFile.objects.values_list("path", flat=True))
    assert len(paths) >= 6
    for path in paths:
        assert Client().get(path).status_code == 200, path
