"""Other words proposed for a section, and the meeting in which people learn from an incident together."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .choices import known
from .postmortem import Postmortem
from .record import Section
from .reviewing import Comment


class SuggestionState(models.TextChoices):
    """What became of other words."""

    OPEN = "open", "Open"
    TAKEN = "taken", "Taken"
    LEFT = "left", "Left as it was"


class MeetingStep(models.TextChoices):
    """What the screen in the room shows."""

    OPENING = "opening", "Opening"
    TIMELINE = "timeline", "Timeline"
    FACTORS = "factors", "Conditions"
    IDEAS = "ideas", "Ideas"
    POLL = "poll", "One question"


class Learned(models.TextChoices):
    """The answers to the one question."""

    MUCH = "much", "Yes, a lot"
    SOME = "some", "Yes, something"
    NOTHING = "nothing", "Not this time"


class Suggestion(models.Model):
    """A section as a reader would word it, beside the text they started from; taken by an author in one step.

    It hangs on a comment, which says why, and is seen by whoever sees that.
    """

    State = SuggestionState
    # Set by reviewing.queries.threads.
    comparison: object
    comment = models.OneToOneField(Comment, models.CASCADE, related_name="suggestion")
    section = models.ForeignKey(Section, models.CASCADE, related_name="suggestions")
    base = models.TextField(blank=True)
    wording = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=SuggestionState.choices, default=SuggestionState.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=known("state", SuggestionState), name="suggestion_state_known"),
            models.CheckConstraint(
                condition=Q(state="open") | Q(decided_at__isnull=False), name="suggestion_decided_at_a_time"
            ),
        ]


class Meeting(models.Model):
    """One meeting about one postmortem, led by somebody who was not involved.

    `step` is what the screen shows: "opening", "timeline" (at the row `event`, an id), "factors", "ideas" or "poll".
    Ideas parked in it are actions in the state *idea*; none becomes a commitment before `soak_until`.
    """

    Step = MeetingStep
    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="meetings")
    facilitator = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    soak_until = models.DateTimeField(null=True, blank=True)
    step = models.CharField(max_length=10, choices=MeetingStep.choices, default=MeetingStep.OPENING)
    event = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-begun_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=known("step", MeetingStep), name="meeting_step_known"),
            # Two screens at once begin one meeting.
            models.UniqueConstraint(
                fields=["postmortem"], condition=Q(ended_at__isnull=True), name="meeting_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(soak_until__gte=models.F("ended_at")),
                name="meeting_soaks_after_its_end",
            ),
        ]


class ParkedIdea(models.Model):
    """That an idea was parked in a meeting, so that it waits until the soak is over."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="parked")
    action = models.OneToOneField("postmortems.Action", models.CASCADE, related_name="parked_in")


class PollAnswer(models.Model):
    """One person's answer to the one question at the end; shown as counts, from three answers on."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="answers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    learned = models.CharField(max_length=10, choices=Learned.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="poll_answer_once"),
            models.CheckConstraint(condition=known("learned", Learned), name="poll_answer_known"),
        ]
