"""Remarks that reach people, and other words that an author takes in one step."""

import pytest

from core.notify.models import Delivery, Notice
from core.notify.registry import find
from core.transitions import MoveRefused, StaleState
from postmortems.authoring.actions import Text, save_section
from postmortems.authoring.queries import is_author
from postmortems.models import Postmortem, Section, Suggestion
from postmortems.reviewing import actions, queries
from postmortems.reviewing.talk import KIND
from tests.conftest import NOW

WORDS = "The volume filled up.\n\nUploads were refused.\n\nNobody was told."


@pytest.fixture
def people(make_user, make_team, make_postmortem):
    """owner and mate write; reader reads; outsider sees nothing."""
    owner, mate, reader, outsider = (
        make_user(name) for name in ("Olga Owner", "Max Mate", "Rita Reader", "Otto Outsider")
    )
    team = make_team("Storage", members=[owner, mate])
    pm = make_postmortem(owner=owner, team=team, visibility="team")
    pm.named_readers.create(user=reader)
    section = pm.sections.get(key="summary")
    Section.objects.filter(pk=section.pk).update(body=WORDS)
    section.refresh_from_db()

    class Found:
        pass

    found = Found()
    found.__dict__.update(
        owner=owner, mate=mate, reader=reader, outsider=outsider, pm=pm, section=section, team=team
    )
    return found


def heard() -> set[str]:
    return {str(one.recipient) for one in Delivery.objects.filter(kind=KIND, channel="mail")}


def say(people, who, body, **more):
    return actions.comment(postmortem=people.pm, actor=who, body=body, now=NOW, **more)


def test_a_named_person_hears_of_it_once_by_mail_and_in_the_inbox(people):
    say(people, people.owner, "What did @Rita Reader see? @rita reader?")
    assert heard() == {"Rita Reader"}
    [mail] = Delivery.objects.filter(kind=KIND, channel="mail")
    message = find(KIND).sendable([mail])[mail.pk]()
    assert message.subject.startswith("Olga Owner mentioned you") and "What did" in message.text
    assert f"/postmortems/{people.pm.pk}/review/#comment-" in message.html


def test_somebody_who_may_not_read_it_is_not_told_and_the_writer_learns_that(people, sign_in):
    answer = sign_in(people.owner).post(
        f"/postmortems/{people.pm.pk}/comments/",
        {"body": "@Otto Outsider, what did the pager say?"},
        follow=True,
    )
    assert "Otto Outsider can&#x27;t read this" in answer.content.decode()
    assert heard() == set()


def test_news_that_lost_its_reader_is_not_sent(people):
    say(people, people.owner, "@Rita Reader?")
    people.pm.named_readers.all().delete()
    [mail] = Delivery.objects.filter(kind=KIND, channel="mail")
    assert find(KIND).sendable([mail]) == {}
    notice = Notice(pk=1, recipient=people.reader, object_id=mail.object_id)
    assert find(KIND).lines([notice]) == {1: None}


def test_a_remark_on_a_restricted_part_reaches_only_those_who_read_it(people):
    Section.objects.filter(pk=people.section.pk).update(disclosure="restricted")
    section = Section.objects.get(pk=people.section.pk)
    made = say(people, people.owner, "@Max Mate and @Rita Reader", target=section)
    assert heard() == {"Rita Reader"} and [str(one) for one in made.barred] == ["Max Mate"]


def test_an_answer_reaches_those_in_the_thread_and_the_owner_hears_of_new_ones(people):
    root = say(people, people.mate, "What was the free space at 13:00?")
    assert heard() == {"Olga Owner"}
    Delivery.objects.all().delete()
    say(people, people.reader, "About 4 GB.", parent=root)
    assert heard() == {"Olga Owner", "Max Mate"}


def test_names_are_offered_of_those_who_may_read(people, sign_in):
    client = sign_in(people.reader)
    address = f"/postmortems/{people.pm.pk}/comments/people/"
    assert client.get(address, {"q": "ma"}).json() == {"people": ["Max Mate"]}
    assert client.get(address, {"q": "ot"}).json() == {"people": []}
    assert sign_in(people.outsider).get(address).status_code == 404


@pytest.mark.parametrize("visibility", ["organisation", "team", "named"])
def test_who_is_offered_is_who_may_read(people, make_user, make_team, visibility):
    above = make_user("Above")
    parent = make_team("Platform", managers=[above])
    people.team.parent = parent
    people.team.save(update_fields=["parent"])
    Postmortem.objects.filter(pk=people.pm.pk).update(visibility=visibility)
    people.pm.refresh_from_db()
    everybody = [people.owner, people.mate, people.reader, people.outsider, above]
    reads = {str(one) for one in everybody if Postmortem.objects.visible_to(one).filter(pk=people.pm.pk)}
    assert {str(one) for one in queries.readers_of(people.pm) if one in everybody} == reads


def propose(people, wording, **more):
    return actions.suggest(
        section=people.section,
        actor=people.reader,
        version=people.section.version,
        wording=wording,
        why="",
        now=NOW,
    )


def test_other_words_are_seen_as_a_difference_and_taken_in_one_step(people, sign_in):
    reader = sign_in(people.reader)
    address = f"/postmortems/{people.pm.pk}/sections/summary/suggest/"
    page = reader.get(address)
    assert "Nobody was told." in page.content.decode()
    sent = {
        "wording": WORDS.replace("Nobody was told.", "No alert watched the free space."),
        "version": page.context["form"]["version"].value(),
        "why": "It says what the system lacked.",
    }
    assert reader.post(address, sent).status_code == 302
    [made] = Suggestion.objects.all()
    owner = sign_in(people.owner)
    review = owner.get(f"/postmortems/{people.pm.pk}/review/").content.decode()
    assert "Take these words" in review and "<ins>" in review
    taken = owner.post(f"/postmortems/{people.pm.pk}/suggestions/{made.pk}/", {"take": "1"})
    assert taken.status_code == 302
    people.section.refresh_from_db()
    assert people.section.body.endswith("No alert watched the free space.")
    latest = people.section.revisions.order_by("-history_id").first()
    assert latest.history_user == people.owner and "Rita Reader" in latest.history_change_reason
    assert not is_author(people.pm, people.reader)  # who proposes words may still approve
    made.comment.refresh_from_db()
    assert made.comment.resolved_at


def test_words_join_what_was_written_elsewhere_since(people):
    made = propose(people, WORDS.replace("Nobody was told.", "No alert fired."))
    save_section(
        section=people.section,
        actor=people.owner,
        now=NOW,
        text=Text(WORDS.replace("filled up", "ran out of space"), people.section.version),
    )
    section = actions.take(suggestion=made, actor=people.owner, now=NOW)
    section.refresh_from_db()
    assert section.body == "The volume ran out of space.\n\nUploads were refused.\n\nNo alert fired."


def test_words_for_lines_that_changed_since_are_refused_and_change_nothing(people):
    made = propose(people, WORDS.replace("filled up", "was full"))
    text = Text(WORDS.replace("filled up", "ran out of space"), people.section.version)
    save_section(section=people.section, actor=people.owner, now=NOW, text=text)
    with pytest.raises(MoveRefused, match="changed since"):
        actions.take(suggestion=made, actor=people.owner, now=NOW)
    made.refresh_from_db()
    people.section.refresh_from_db()
    assert made.state == "open" and "ran out of space" in people.section.body


def test_one_decision_for_each_proposal(people):
    made = propose(people, "Shorter.")
    actions.leave(suggestion=made, actor=people.owner, now=NOW)
    with pytest.raises(StaleState):
        actions.take(suggestion=made, actor=people.mate, now=NOW)
    people.section.refresh_from_db()
    assert people.section.body == WORDS


def test_who_may_propose_and_who_decides(people, sign_in):
    made = propose(people, "Shorter.")
    suggest = f"/postmortems/{people.pm.pk}/sections/summary/suggest/"
    decide = f"/postmortems/{people.pm.pk}/suggestions/{made.pk}/"
    outsider, reader = sign_in(people.outsider), sign_in(people.reader)
    assert (
        outsider.get(suggest).status_code == 404 and outsider.post(decide, {"take": "1"}).status_code == 404
    )
    assert reader.post(decide, {"take": "1"}).status_code == 403
    assert reader.get(decide).status_code == 405
    same = reader.post(suggest, {"wording": WORDS, "version": people.section.version})
    assert same.status_code == 422 and "as it was" in same.content.decode()
    Section.objects.filter(pk=people.section.pk).update(disclosure="restricted")
    assert sign_in(people.mate).post(decide, {"take": "1"}).status_code == 404
