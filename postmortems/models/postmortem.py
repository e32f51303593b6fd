"""The postmortem itself: its facts, its state, and who may read it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from simple_history.models import HistoricalRecords

from core.accounts.models import Membership, Team, User
from core.prepared import prepared
from postmortems.domain.rights import Standing, rights

from .choices import Kind, Severity, Visibility, known
from .templates import TemplateVersion


class Service(models.Model):
    """Something the organisation runs and customers know, as it is named inside."""

    name = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Reach:
    """What decides which postmortems a person may know of, loaded once for a page: see `reach_of`."""

    user: int
    teams: tuple[int, ...]
    named: tuple[int, ...]

    def readable(self, at: str = "") -> Q:
        """What `visible_to` lets through; `at` leads from another table to the postmortem, as "postmortem__"."""
        in_team = {f"{at}visibility": Visibility.TEAM, f"{at}team_id__in": self.teams}
        return Q(**{f"{at}visibility": Visibility.ORGANISATION}) | self.full(at) | Q(**in_team)

    def full(self, at: str = "") -> Q:
        """What `restricted_readable_by` lets through."""
        facilitated = Q(**{f"{at}facilitator_id": self.user})
        return Q(**{f"{at}owner_id": self.user}) | facilitated | Q(**{f"{at}id__in": self.named})


def reach_of(user: User) -> Reach:
    """Two plain queries. The teams are the person's own and those below a team they manage."""
    held = _teams_of(user.pk)
    teams = {team for team, _, _ in held} | {child for _, role, child in held if role == "manager" and child}
    return Reach(user.pk, tuple(sorted(teams)), tuple(_named_for(user.pk)))


@prepared
def _teams_of(user: int) -> QuerySet[Membership, tuple]:
    return Membership.objects.filter(user=user).values_list("team_id", "role", "team__children")


@prepared
def _named_for(user: int) -> QuerySet[NamedReader, int]:
    return NamedReader.objects.filter(user=user).values_list("postmortem_id", flat=True)


class PostmortemQuerySet(models.QuerySet["Postmortem"]):
    """Reads with names; views and templates never spell these conditions themselves."""

    def visible_to(self, user: User | AnonymousUser) -> PostmortemQuerySet:
        """What the person may know to exist; everything else is absent."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        member = Membership.objects.filter(user=user, team=OuterRef("team_id"))
        above = Membership.objects.filter(user=user, role="manager", team__children=OuterRef("team_id"))
        named = NamedReader.objects.filter(user=user, postmortem=OuterRef("pk"))
        return self.filter(
            Q(visibility=Visibility.ORGANISATION)
            | Q(owner=user)
            | Q(facilitator=user)
            | (Q(visibility=Visibility.TEAM) & (Exists(member) | Exists(above)))
            | Exists(named)
        )

    def editable_by(self, user: User | AnonymousUser) -> PostmortemQuerySet:
        """What the person may write in: its owner, its team, and named people who were given the pen."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        member = Membership.objects.filter(user=user, team=OuterRef("team_id"))
        pen = NamedReader.objects.filter(user=user, postmortem=OuterRef("pk"), may_edit=True)
        in_team = Exists(member) & ~Q(visibility=Visibility.NAMED)
        return self.filter(Q(owner=user) | in_team | Exists(pen))

    def restricted_readable_by(self, user: User) -> PostmortemQuerySet:
        """Those whose restricted parts the person may read: owner, facilitator and named readers."""
        named = NamedReader.objects.filter(user=user, postmortem=OuterRef("pk"))
        return self.filter(Q(owner=user) | Q(facilitator=user) | Exists(named))

    def with_rights(self, user: User) -> PostmortemQuerySet:
        """Each with `pen` and `full_reader`: whether the person may write in it, and read its restricted parts.

        One query instead of three for the pages that show a whole postmortem.
        """
        return self.annotate(
            pen=Exists(Postmortem.objects.editable_by(user).filter(pk=OuterRef("pk"))),
            full_reader=Exists(Postmortem.objects.restricted_readable_by(user).filter(pk=OuterRef("pk"))),
        )

    def seen_by(self, user: User | AnonymousUser, pk: int) -> Postmortem | None:
        """One postmortem with `pen` and `full_reader`, as `with_rights` gives them; None when it is not there for them.

        Two plain queries at most instead of one with eight subqueries, which costs more to put together than to run.
        """
        return seen(list(self.kept().filter(pk=pk)[:1]), user)

    def within(self, reach: Reach) -> PostmortemQuerySet:
        """The same postmortems as `visible_to`, for a page that asks for them more than once."""
        return self.filter(reach.readable())

    def kept(self) -> PostmortemQuerySet:
        """Without discarded drafts."""
        return self.filter(discarded_at__isnull=True)


class Postmortem(models.Model):
    """One incident's record. Publication is not one of its states; see PublicSummary.

    The five facts are instants; a fact that is missing is *not recorded* unless its name is in
    `facts_not_applicable`. `version` counts changes of the head (title and facts) and refuses stale saves.
    `text_version` rises with every change of anything a reviewer reads; an approval names the one it read.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        IN_REVIEW = "in_review", "In review"
        APPROVED = "approved", "Approved"
        CLOSED = "closed", "Closed"

    # Set by the reads that name them (`with_rights`, `seen_by`); absent on a row that was loaded otherwise.
    pen: bool
    full_reader: bool
    shown_services: list[Service]

    FACTS = ("started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at")

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    visibility = models.CharField(max_length=12, choices=Visibility.choices, default=Visibility.TEAM)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.OUTAGE)
    severity = models.CharField(max_length=4, choices=Severity.choices, blank=True)
    team = models.ForeignKey(Team, models.PROTECT, related_name="postmortems")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="owned_postmortems")
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="facilitated_postmortems",
    )
    template_version = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="postmortems")
    services = models.ManyToManyField(Service, blank=True, related_name="postmortems")
    zone = models.CharField(max_length=64, default="UTC", help_text="The zone the incident is told in")
    started_at = models.DateTimeField(null=True, blank=True)
    detected_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    mitigated_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    facts_not_applicable = models.JSONField(default=list, blank=True)
    trigger = models.TextField(blank=True, help_text="What changed just before; kept apart from factors")
    source_note = models.TextField(blank=True, help_text="Where an imported document came from")
    version = models.PositiveIntegerField(default=1)
    text_version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    review_asked_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_text_version = models.PositiveIntegerField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)

    objects = PostmortemQuerySet.as_manager()
    history = HistoricalRecords(
        m2m_fields=[services],
        excluded_fields=["text_version", "updated_at"],
        related_name="head_history",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="postmortem_reference_once"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "in_review", "approved", "closed"]),
                name="postmortem_status_known",
            ),
            models.CheckConstraint(
                condition=known("visibility", Visibility), name="postmortem_visibility_known"
            ),
            models.CheckConstraint(condition=known("kind", Kind), name="postmortem_kind_known"),
            models.CheckConstraint(
                condition=known("severity", Severity, blank=True), name="postmortem_severity_known"
            ),
            models.CheckConstraint(
                condition=Q(discarded_at__isnull=True) | Q(status="draft"),
                name="postmortem_only_drafts_are_discarded",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "closed"])
                | Q(approved_at__isnull=False, approved_text_version__isnull=False),
                name="postmortem_approval_names_its_text",
            ),
        ]
        indexes = [
            # Read by the list, newest first.
            models.Index(
                fields=["-updated_at", "-id"], condition=Q(discarded_at__isnull=True), name="postmortem_list"
            ),
            models.Index(fields=["owner", "status"], name="postmortem_by_owner"),
            models.Index(fields=["team", "-updated_at"], name="postmortem_by_team"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def reference(self) -> str:
        """The name people use in talk: PM-2026-014."""
        return f"PM-{self.year}-{self.number:03d}"

    def standing_of(self, user: User) -> Standing:
        """What the person is to this postmortem; asked of the database only where they don't own it."""
        facilitator = self.facilitator_id == user.pk
        if self.owner_id == user.pk:
            return Standing(owner=True, facilitator=facilitator)
        teams: tuple[int, ...] = ()
        if self.visibility != Visibility.NAMED:
            teams = (self.team_id, self.team.parent_id) if self.team.parent_id else (self.team_id,)
        held = set(_held(user.pk, self.pk, teams))
        return Standing(
            facilitator=facilitator,
            member=bool({("member", self.team_id), ("manager", self.team_id)} & held),
            above=("manager", self.team.parent_id) in held if self.visibility != Visibility.NAMED else False,
            named=bool({("named", self.pk), ("pen", self.pk)} & held),
            pen=("pen", self.pk) in held,
        )

    @property
    def is_open_for_writing(self) -> bool:
        """A closed one is reopened first; an approved one goes back to draft by being changed."""
        return self.status != self.Status.CLOSED and self.discarded_at is None


def seen(rows: list[Postmortem], user: User | AnonymousUser) -> Postmortem | None:
    """The one postmortem of `rows` with `pen` and `full_reader`; None when it is not there for the person."""
    if not rows or not user.is_authenticated or not user.is_active:
        return None
    found = rows[0]
    allowed = rights(found.visibility, found.standing_of(user))
    if not allowed.read:
        return None
    found.pen, found.full_reader = allowed.write, allowed.full
    return found


@prepared
def _held(user: int, postmortem: int, teams: tuple[int, ...]) -> QuerySet:
    """(named or pen, postmortem) where the person is named for it, and (role, team) in one of these teams."""
    pen = Case(When(may_edit=True, then=Value("pen")), default=Value("named"))
    named = NamedReader.objects.filter(user=user, postmortem=postmortem).values_list(pen, "postmortem_id")
    if not teams:
        return named
    roles = Membership.objects.filter(user=user, team__in=teams).values_list("role", "team_id")
    return roles.union(named, all=True)


class NamedReader(models.Model):
    """A person named for one postmortem: may read it, its restricted parts too, and perhaps write."""

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="named_readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    may_edit = models.BooleanField(default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["postmortem", "user"], name="named_reader_once")]


class Author(models.Model):
    """Somebody who wrote a revision of a postmortem; authors neither approve nor sign it."""

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="authors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    first_wrote_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["postmortem", "user"], name="author_once")]


class Involved(models.Model):
    """A person on the roster of those involved, with the role that stands for them in the text.

    `handles` is a list of names as chat and logs spell them. Restricted: the roster is the key to the pseudonyms.
    """

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="roster")
    name = models.CharField(max_length=120)
    handles = models.JSONField(default=list, blank=True)
    role = models.CharField(max_length=80, blank=True)
    is_responder = models.BooleanField(default=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "people involved"
        constraints = [models.UniqueConstraint(fields=["postmortem", "name"], name="involved_once")]

    def __str__(self) -> str:
        return self.role or "Responder"
