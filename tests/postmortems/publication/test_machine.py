"""In whatever order things happen, a signature on another text is never enough, and no author's counts."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from core.transitions import MoveRefused
from postmortems.models import Postmortem, PublicRevision, PublicSummary, Signature
from postmortems.publication import actions
from postmortems.publication.content import content_of, digest_of
from postmortems.publication.queries import wrote_any
from postmortems.publication.truth import open_questions
from tests.conftest import NOW

# Two are enough: coming back to a text that was signed before is the interesting case.
TEXTS = st.sampled_from(["Uploads stopped.", "Uploads were slow."])
waits = precondition(lambda self: self.summary().text_digest)
"""What needs a text that was asked about; the refusals before that have tests of their own."""


class Summary(RuleBasedStateMachine):
    """One summary, three people, and every event that can meet it. `house` is set by the test."""

    house: dict = {}

    def __init__(self) -> None:
        super().__init__()
        self.owner, self.people = self.house["owner"], self.house["publishers"]
        self.pk, self.events = self.house["reset"](), self.house["incident"].events
        self.asked: set[str] = set()
        self.published = 0
        self.now = NOW

    def summary(self) -> PublicSummary:
        return PublicSummary.objects.select_related("postmortem").get(pk=self.pk)

    def _try(self, act, **values) -> bool:
        self.now += dt.timedelta(minutes=1)
        try:
            act(summary=self.summary(), now=self.now, **values)
        except MoveRefused:
            return False
        return True

    @rule(text=TEXTS, who=st.sampled_from([0, 1, 2, 2, 2]))
    def somebody_writes(self, text, who):
        actor = [*self.people, self.owner][who]
        values = {"lede": text, "correction_note": "Shorter"}
        assert self._try(actions.change_text, actor=actor, version=self.summary().version, values=values)
        assert self.summary().status == "preparing"
        assert self.summary().text_digest == ""

    @waits
    @rule()
    def a_stale_page_is_saved(self):
        before = self.summary()
        stale = self._try(
            actions.change_text, actor=self.owner, version=before.version - 1, values={"lede": "Old"}
        )
        assert not stale
        assert self.summary().lede == before.lede

    @rule()
    def the_owner_asks(self):
        if self._try(actions.ask_signatures, actor=self.owner):
            self.asked.add(self.summary().text_digest)

    @rule(who=st.sampled_from([0, 1]))
    def it_is_asked_and_signed(self, who):
        """What people do most, in one step, so that the rest is tried after it often."""
        self.the_owner_asks()
        self.somebody_signs(who, back=False)

    @waits
    @rule(who=st.sampled_from([0, 1]), back=st.booleans())
    def somebody_signs(self, who, back):
        digest = self.summary().text_digest
        if back and self.asked:
            digest = sorted(self.asked)[0]
        signed = self._try(actions.sign, actor=self.people[who], capacity="publisher", digest=digest)
        if signed:
            assert digest == digest_of(content_of(self.summary()))
            assert not wrote_any(self.summary(), self.people[who])

    @rule()
    def the_record_changes(self):
        self.events.create(at=self.now, text="One more row")

    @rule(hours=st.sampled_from([2, 3]))
    def the_facts_change(self, hours):
        """The text tells when it began; a fact that says otherwise stops signing and publishing."""
        Postmortem.objects.filter(pk=self.house["incident"].pk).update(
            started_at=NOW - dt.timedelta(hours=hours)
        )

    @rule(answer=st.sampled_from(["told", "security"]), who=st.sampled_from([0, 2, 2]))
    def somebody_says_what_is_left_out(self, answer, who):
        actor, version = [*self.people, self.owner][who], self.summary().version
        answers = {f"event-{self.events.first().pk}": answer}
        assert self._try(actions.say_parity, actor=actor, version=version, answers=answers)
        assert self.summary().text_digest == ""

    @waits
    @rule()
    def it_is_scheduled(self):
        self._try(actions.schedule, actor=self.people[0], at=self.now + dt.timedelta(hours=1))

    def _publication(self, act) -> None:
        before = self.summary()
        digest, status = digest_of(content_of(before)), before.status
        questions = open_questions(before)
        if act():
            self.published += 1
            assert not questions, "figures were published that the record does not have"
            assert status in ("awaiting_signatures", "scheduled")
            assert before.text_digest == digest, "what was published is not what was asked about"
            signers = [one.signer for one in Signature.objects.filter(summary=before, text_digest=digest)]
            assert signers and not any(wrote_any(before, signer) for signer in signers)
            revision = PublicRevision.objects.filter(summary=before).first()
            assert digest_of(revision.content) == digest == revision.text_digest

    @waits
    @rule(who=st.sampled_from([0, 1]))
    def somebody_publishes(self, who):
        self._publication(lambda: self._try(actions.publish, actor=self.people[who]))

    @waits
    @rule()
    def the_clock_publishes(self):
        self.now += dt.timedelta(hours=2)
        self._publication(lambda: actions.publish_scheduled(now=self.now) == 1)

    @precondition(lambda self: self.published)
    @rule()
    def it_is_withdrawn(self):
        self._try(actions.withdraw, actor=self.people[0], note="A mistake")

    @precondition(lambda self: self.published)
    @rule(text=TEXTS)
    def a_passage_is_removed(self, text):
        if self._try(actions.remove_passage, actor=self.people[0], passage=text):
            held = [revision.content["lede"] for revision in PublicRevision.objects.filter(summary=self.pk)]
            assert text not in " ".join(held)
            assert text not in self.summary().lede

    @invariant()
    def revisions_are_as_many_as_publications(self):
        assert PublicRevision.objects.filter(summary=self.pk).count() == self.published

    @invariant()
    def what_is_published_is_frozen(self):
        summary = self.summary()
        if summary.status == "published":
            assert summary.live_revision == summary.revisions.first()


@pytest.mark.once
def test_a_signature_on_changed_text_is_never_enough(
    make_summary, incident, publisher, make_user, monkeypatch
):
    import importlib

    for name in (
        "publish",
        "remove",
    ):  # the bytes have tests of their own; here it is about who agreed to what
        module = importlib.import_module(f"postmortems.publication.actions.{name}")
        monkeypatch.setattr(module, "refresh_files", lambda **kwargs: None)
    summary = make_summary()
    text = {name: getattr(summary, name) for name in ("title", "lede", "parts", "slug", "withheld")}

    def reset() -> int:
        PublicSummary.objects.filter(pk=summary.pk).update(live_revision=None, status="preparing")
        PublicRevision.objects.all().delete()
        Signature.objects.all().delete()
        Postmortem.objects.filter(pk=incident.pk).update(started_at=incident.started_at)
        summary.history.exclude(history_user=incident.owner).delete()
        PublicSummary.objects.filter(pk=summary.pk).update(
            text_digest="", scheduled_for=None, correction_note="", withdrawn_at=None, **text
        )
        return summary.pk

    Summary.house = {
        "owner": incident.owner,
        "publishers": [publisher, make_user("Second", is_publisher=True)],
        "incident": incident,
        "reset": reset,
    }
    run_state_machine_as_test(
        Summary,
        settings=settings(max_examples=20, stateful_step_count=25, suppress_health_check=list(HealthCheck)),
    )
