"""A team's archive: all that belongs to its postmortems, read in on another server as it was."""

import datetime as dt
import io
import json
import zipfile

import pytest
from django.core.management import call_command

from core.accounts.models import Team, User
from postmortems.analysis.actions import add_factor
from postmortems.analysis.keeping import keep, link
from postmortems.authoring.actions import Text, add_events, add_image, save_section
from postmortems.followup.actions import add_action
from postmortems.models import (
    Action,
    Comment,
    Control,
    FactorLink,
    Postmortem,
    PublicRevision,
    PublicSummary,
    Section,
    Service,
    Template,
)
from postmortems.publication import actions as publication
from postmortems.reviewing import actions as reviewing
from postmortems.workspace import record
from postmortems.workspace.archive import NotRead, read_archive, write_archive
from postmortems.workspace.archive.tables import owned, relations
from postmortems.workspace.queries import workspace
from tests.conftest import NOW
from tests.postmortems.authoring.test_images import picture


@pytest.fixture
def house(make_user, make_team, make_postmortem):
    """A team with one postmortem that has one of everything, and another team whose postmortem stays where it is."""
    owner, mate = make_user("Olga"), make_user("Max")
    team = make_team("Storage", members=[owner, mate])
    pm = make_postmortem(owner=owner, team=team, visibility="team", title="Uploads stopped", started_at=NOW)
    make_postmortem(title="Of others")
    pm.services.add(Service.objects.create(name="Gallery"))
    pm.roster.create(name="Anna Kovács", role="Responder 1", user=mate)
    [event] = add_events(postmortem=pm, actor=owner, now=NOW, rows=[{"at": NOW, "text": "It stopped"}])
    first, second = (
        add_factor(postmortem=pm, actor=owner, values={"title": title}, evidence=[event], now=NOW)
        for title in ("No limit", "No alert")
    )
    link(postmortem=pm, actor=owner, source=first, target=second, now=NOW)
    keep(
        postmortem=pm,
        actor=owner,
        now=NOW,
        model=Control,
        values={"title": "Gate", "state": "held", "factors": [first]},
    )
    add_action(
        postmortem=pm,
        actor=owner,
        factors=[first],
        now=NOW,
        values={"title": "Limit", "owner": mate, "due_on": dt.date(2027, 1, 1)},
    )
    image = add_image(
        postmortem=pm, actor=owner, now=NOW, data=picture(), alternative_text="A", disclosure="internal"
    )
    section = pm.sections.get(key="summary")
    save_section(
        section=section,
        actor=owner,
        now=NOW,
        text=Text(f"![A](/postmortems/{pm.pk}/images/{image.token}/)", section.version),
    )
    root = reviewing.comment(postmortem=pm, actor=mate, body="What did it show?", now=NOW, target=first)
    reviewing.comment(postmortem=pm, actor=owner, body="Nothing.", now=NOW, parent=root)
    return pm


def packed(pm) -> io.BytesIO:
    out = io.BytesIO()
    write_archive(team=pm.team, to=out, now=NOW)
    out.seek(0)
    return out


def said(pm) -> dict:
    owner = User.objects.get(email=pm.owner.email)
    data = record.as_dict({**workspace(pm.pk, owner), "user": owner})
    return {name: value for name, value in data.items() if name not in ("reference", "pictures")}


def emptied():
    Postmortem.objects.all().delete()
    Service.objects.all().delete()
    Template.objects.filter(team__isnull=False).delete()
    Team.objects.all().delete()
    User.objects.all().delete()


def test_an_archive_is_read_in_on_an_empty_server_as_it_was(house):
    before, revisions = said(house), Section.history.filter(id__in=house.sections.values("pk")).count()
    pictures = [bytes(one.data) for one in house.attachments.all()]
    archive = packed(house)
    assert b"Of others" not in archive.getvalue()
    emptied()
    read_archive(archive)
    pm = Postmortem.objects.get()
    assert said(pm) == before
    assert pm.owner.display_name == "Olga" and not pm.owner.has_usable_password()
    assert pm.team.memberships.count() == 2
    assert [bytes(one.data) for one in pm.attachments.all()] == pictures
    assert f"/postmortems/{pm.pk}/images/" in pm.sections.get(key="summary").body
    assert Section.history.filter(id__in=pm.sections.values("pk")).count() == revisions
    answer = Comment.objects.get(parent__isnull=False)
    assert answer.parent.body == "What did it show?" and answer.parent.factor.title == "No limit"
    assert FactorLink.objects.get().target.title == "No alert"
    assert Action.objects.get().owner.display_name == "Max"


def test_what_is_public_is_public_there_too(house, make_user):
    """A published summary needs its live revision, and the revision needs the summary: both come over."""
    signer = make_user("Comms", is_publisher=True)
    summary = publication.begin_summary(postmortem=house, actor=house.owner, now=NOW)
    digest = publication.ask_signatures(summary=summary, actor=house.owner, now=NOW)
    publication.sign(summary=summary, actor=signer, capacity="publisher", digest=digest, now=NOW)
    publication.publish(summary=summary, actor=signer, now=NOW)
    content = PublicRevision.objects.get().content
    archive = packed(house)
    PublicSummary.objects.update(status="preparing", live_revision=None)
    PublicRevision.objects.all().delete()
    emptied()
    read_archive(archive)
    here = PublicSummary.objects.get()
    assert here.status == "published" and here.live_revision == PublicRevision.objects.get()
    assert here.live_revision.content == content


def test_beside_others_it_gets_numbers_of_its_own_and_a_second_time_it_is_refused(house, make_postmortem):
    archive = packed(house)
    house.delete()
    Postmortem.objects.all().update(number=1)  # the one of others has the number now
    read_archive(archive)
    one, two = Postmortem.objects.order_by("pk")
    assert two.title == "Uploads stopped" and (one.year, one.number) != (two.year, two.number)
    assert f"/postmortems/{two.pk}/images/" in two.sections.get(key="summary").body
    archive.seek(0)
    with pytest.raises(NotRead, match="here already"):
        read_archive(archive)


def test_every_table_of_a_postmortem_is_carried_or_left_by_name():
    """A table made later comes along by itself, after those it can't be without."""
    order = owned()
    for place, model in enumerate(order):
        for field, to in relations(model):
            if not field.null and to in order:
                assert order.index(to) < place


def _changed(archive, name, change):
    out = io.BytesIO()
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, change(data) if info.filename == name else data)
    out.seek(0)
    return out


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("manifest.json", lambda data: data.replace(b"debrief-team/1", b"other/9")),
        ("manifest.json", lambda data: b"{"),
        ("Postmortem.jsonl", lambda data: data.replace(b'"draft"', b'"rubbish"')),
        ("Section.jsonl", lambda data: data + data),
        ("Action.jsonl", lambda data: json.dumps({"pk": 1, "postmortem_id": 10**9}).encode()),
    ],
)
def test_an_archive_that_can_t_be_changes_nothing(house, name, change):
    count = Postmortem.objects.count(), User.objects.count()
    with pytest.raises(NotRead):
        read_archive(_changed(packed(house), name, change))
    assert (Postmortem.objects.count(), User.objects.count()) == count


def test_the_two_commands(house, tmp_path, capsys):
    file = tmp_path / "storage.zip"
    call_command("export_team", house.team.slug, str(file))
    assert oct(file.stat().st_mode & 0o777) == "0o600"
    emptied()
    call_command("import_team", str(file))
    assert Postmortem.objects.filter(title="Uploads stopped").count() == 1
    assert "1 postmortems" in capsys.readouterr().out
