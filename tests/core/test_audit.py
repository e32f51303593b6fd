"""The trail: no text in it, and a chain that shows what was changed, taken out or put in another order."""

import datetime as dt
import threading

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from core import audit
from core.audit import AuditEntry, AuditSeal

SECRET = "Zanzibar-quokka fell over"


@pytest.fixture
def ripe(make_user):
    """ripe(n) records n entries that are old enough to be sealed."""
    user = make_user()

    def make(count: int) -> list[AuditEntry]:
        made = [audit.record(actor=user, verb=f"verb{n}", obj=user, fields={"n": n}) for n in range(count)]
        old = timezone.now() - dt.timedelta(minutes=5)
        AuditEntry.objects.filter(seal__isnull=True).update(at=old)
        return made

    return make


@pytest.fixture
def sealed(ripe):
    """Three links of four entries."""
    for _ in range(3):
        ripe(4)
        audit.seal()
    return list(AuditSeal.objects.order_by("id"))


def test_an_entry_names_who_what_and_which(make_postmortem, make_user):
    user = make_user()
    postmortem = make_postmortem()
    entry = audit.record(actor=user, verb="close", obj=postmortem, fields={"title": SECRET, "n": 3})
    assert (entry.actor_id, entry.verb, entry.object_type, entry.object_id) == (
        user.pk,
        "close",
        "postmortem",
        postmortem.pk,
    )
    assert set(entry.digests) == {"title", "n"}
    assert audit.record(actor=None, verb="sweep", obj=postmortem).actor_id is None


def test_no_text_is_in_the_trail_whatever_was_done(make_postmortem, make_user):
    """Through real actions: an import and an edit, with a word that stands nowhere else."""
    from postmortems.authoring.actions import add_events, change_head, fill_sections
    from postmortems.publication.actions import begin_summary, change_text
    from tests.conftest import NOW

    postmortem = make_postmortem(title=SECRET)
    who = {"postmortem": postmortem, "actor": postmortem.owner, "now": NOW}
    fill_sections(**who, bodies={"impact": ("Impact", SECRET)})
    add_events(**who, rows=[{"at": NOW, "text": SECRET}])
    change_head(**who, version=postmortem.version, values={"title": f"{SECRET} again"})
    summary = begin_summary(**who)
    change_text(summary=summary, actor=postmortem.owner, version=1, values={"lede": SECRET}, now=NOW)
    assert AuditEntry.objects.count() >= 5
    for values in AuditEntry.objects.values():
        assert "quokka" not in repr(values).casefold(), values


def test_equal_texts_can_not_be_told_from_the_trail(make_user):
    user = make_user()
    one, two = (audit.record(actor=user, verb="x", obj=user, fields={"t": SECRET}) for _ in range(2))
    assert one.digests != two.digests
    assert one.digests["t"] == audit.digest(one.salt, SECRET)


def test_an_entry_lives_and_dies_with_its_change(make_user):
    user = make_user()
    with pytest.raises(RuntimeError), transaction.atomic():
        audit.record(actor=user, verb="x", obj=user)
        raise RuntimeError
    assert not AuditEntry.objects.exists()


def test_a_whole_trail_is_whole(sealed):
    assert [(link.count, link.entries.count()) for link in sealed] == [(4, 4)] * 3
    assert audit.broken_links() == []
    assert audit.seal() is None


def test_what_is_fresh_waits(make_user):
    user = make_user()
    audit.record(actor=user, verb="x", obj=user)
    assert audit.seal() is None


def test_a_batch_has_a_size(ripe):
    ripe(5)
    assert [audit.seal(limit=2).count for _ in range(3)] == [2, 2, 1]
    assert audit.broken_links() == []


@pytest.mark.parametrize(
    "field",
    [
        {"actor_id": 999},
        {"verb": "other"},
        {"object_id": 999},
        {"object_type": "team"},
        {"at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)},
        {"salt": "0" * 16},
        {"digests": {}},
        {"digests": {"n": "0" * 24}},
    ],
    ids=lambda field: next(iter(field)),
)
def test_a_changed_entry_is_seen(sealed, field):
    entry = sealed[1].entries.first()
    AuditEntry.objects.filter(pk=entry.pk).update(**field)
    assert audit.broken_links() == [sealed[1].pk]


def test_a_removed_entry_is_seen(sealed):
    sealed[1].entries.first().delete()
    assert audit.broken_links() == [sealed[1].pk]


def test_an_entry_slipped_in_is_seen(sealed, make_user):
    user = make_user()
    entry = audit.record(actor=user, verb="x", obj=user)
    AuditEntry.objects.filter(pk=entry.pk).update(seal=sealed[0])
    assert audit.broken_links() == [sealed[0].pk]


def test_two_entries_that_changed_places_are_seen(sealed):
    first, second = sealed[0].entries.order_by("id")[:2]
    for entry, verb in ((first, second.verb), (second, first.verb)):
        AuditEntry.objects.filter(pk=entry.pk).update(verb=verb)
    assert audit.broken_links() == [sealed[0].pk]


def test_an_entry_moved_to_another_link_breaks_both(sealed):
    entry = sealed[0].entries.first()
    AuditEntry.objects.filter(pk=entry.pk).update(seal=sealed[2])
    assert audit.broken_links() == [sealed[0].pk, sealed[2].pk]


def test_a_link_taken_out_is_seen_in_the_next(sealed):
    sealed[1].entries.all().delete()
    sealed[1].delete()
    assert audit.broken_links() == [sealed[2].pk]


def test_a_link_written_again_is_seen_in_the_next(sealed):
    entry = sealed[0].entries.first()
    AuditEntry.objects.filter(pk=entry.pk).update(verb="other")
    AuditSeal.objects.filter(pk=sealed[0].pk).update(digest=audit.chain("", sealed[0].entries.order_by("id")))
    assert audit.broken_links() == [sealed[1].pk]


def test_erasing_a_person_leaves_the_trail_whole(sealed, make_user):
    from core.accounts.models import User

    User.objects.all().delete()
    assert audit.broken_links() == []


def test_what_another_sealed_meanwhile_is_left_to_it(ripe, monkeypatch):
    """The second of two that read the same entries writes no link."""
    ripe(3)
    made = AuditSeal.objects.create

    def slow(**values):
        if not AuditSeal.objects.exists():
            monkeypatch.setattr(AuditSeal.objects, "create", made)
            assert audit.seal() is not None  # the other one is first
        return made(**values)

    monkeypatch.setattr(AuditSeal.objects, "create", slow)
    assert audit.seal() is None
    monkeypatch.undo()
    while audit.seal():
        pass
    assert [link.count for link in AuditSeal.objects.all()] == [3]
    assert audit.broken_links() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("before", [0, 2])
def test_sealing_twice_at_once_keeps_the_chain_whole(ripe, before):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")
    if before:
        ripe(before)
        audit.seal()
    ripe(40)
    start = threading.Barrier(4)

    def run():
        try:
            start.wait(120)
            for _ in range(6):
                audit.seal(limit=7)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    while audit.seal():
        pass
    assert audit.broken_links() == []
    assert sum(link.count for link in AuditSeal.objects.all()) == AuditEntry.objects.count() == 40 + before
    assert not AuditEntry.objects.filter(seal__isnull=True).exists()
