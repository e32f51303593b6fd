"""What the pages about actions print, always as far as the person may read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Min, Prefetch, Q, QuerySet, prefetch_related_objects
from django.db.models.expressions import OrderBy
from django.shortcuts import get_object_or_404

from core.accounts.models import Membership, Team, User
from core.prepared import prepared
from core.templatetags.say import count_of, weekday
from postmortems.authoring.queries import reads_restricted
from postmortems.domain.lifecycle import ACTION
from postmortems.followup.pens import verbs_for
from postmortems.models import (
    PROMISED_IN_PUBLIC,
    Action,
    Disclosure,
    Factor,
    Postmortem,
    Reach,
    Visibility,
)

from .filters import OPEN, Filters
from .narrowing import narrowed

# Whether the action was promised in public.
PROMISED = {"promised": PROMISED_IN_PUBLIC}
LIST_FIELDS = ("owner", "team", "postmortem")
ORDERS = {
    "due": F("due_on"),
    "title": F("title"),
    "owner": F("owner__display_name"),
    "team": F("team__name"),
    "priority": F("priority"),
    "strength": F("strength"),
    "from": F("postmortem__year") * 100000 + F("postmortem__number"),
}


def today_of(user: User) -> dt.date:
    """The calendar day where the reader is."""
    return dt.datetime.now(user.zone).date()


def dress(actions: Iterable[Action], today: dt.date) -> list[Action]:
    """Actions with `tag` (class) and `said` (words) of their state, and `path`, made once instead of in the template."""
    found = list(actions)
    for action in found:
        action.tag, action.said = _state_of(action, today)
        action.path = f"/actions/{action.pk}/"
    return found


def _state_of(action: Action, today: dt.date) -> tuple[str, str]:
    if not action.is_open:
        return f"is-{action.status}", ACTION.labels[action.status].lower()
    if action.due_on is None:
        return "plain", "no due date"
    if action.due_on < today:
        return "late", f"{count_of((today - action.due_on).days, 'day')} late"
    soon = (action.due_on - today).days <= 7
    return ("wait" if soon else ""), f"due {weekday(action.due_on)}"


def _listed(found: QuerySet[Action]) -> QuerySet[Action]:
    return found.select_related(*LIST_FIELDS).annotate(**PROMISED).defer("details", "source")


def _seen_by(user: User, reach: Reach | None) -> QuerySet[Action]:
    return Action.objects.visible_to(user) if reach is None else Action.objects.within(reach)


def index(filters: Filters, user: User, reach: Reach | None = None) -> QuerySet[Action]:
    """The list asked for, in its order, ready to be cut into pages; `reach` where the page asks more than once."""
    found = _narrowed(_seen_by(user, reach), filters, user)
    if filters.state == OPEN:
        found = found.open()
    elif filters.state != "all":
        found = found.filter(status=filters.state)
    if filters.late:
        found = found.late_on(today_of(user))
    if filters.strength:
        found = found.filter(strength=filters.strength)
    if filters.promised:
        found = found.filter(PROMISED_IN_PUBLIC)
    return _listed(found).order_by(ordering(filters), "id")


def ordering(filters: Filters) -> OrderBy:
    """The order asked for; what has no value stands last either way."""
    column = ORDERS[filters.sort.removeprefix("-")]
    return column.desc(nulls_last=True) if filters.sort.startswith("-") else column.asc(nulls_last=True)


def _narrowed(found: QuerySet[Action], filters: Filters, user: User) -> QuerySet[Action]:
    """The filters that say whose actions; the figures above the list keep them too."""
    found = found.filter(narrowed(filters.team, filters.factor, filters.due, user))
    if filters.owner == "none":
        found = found.filter(owner__isnull=True)
    elif filters.owner:
        found = found.filter(owner=user.pk if filters.owner == "me" else int(filters.owner))
    if filters.priority:
        found = found.filter(priority=filters.priority)
    if filters.postmortem:
        found = found.filter(postmortem=int(filters.postmortem))
    if filters.q:
        found = found.filter(title__icontains=filters.q)
    return found


@dataclass(frozen=True)
class Figures:
    """The figures above the list; each is the length of the list its link leads to."""

    late: int
    oldest_days: int
    promised: int
    done: int
    verified: int
    stronger: int
    intermediate: int
    weaker: int

    @property
    def finished(self) -> int:
        """What was done, whether or not somebody else has looked at its effect."""
        return self.done + self.verified


def figures(filters: Filters, user: User, reach: Reach | None = None) -> Figures:
    """Late, promised, verified and how strong, of the actions the filters name. One query."""
    today = today_of(user)
    opened = Q(status__in=("accepted", "in_progress"))
    late = opened & Q(due_on__lt=today)
    row = _narrowed(_seen_by(user, reach), filters, user).aggregate(
        late=Count("pk", filter=late),
        oldest=Min("due_on", filter=late),
        promised=Count("pk", filter=opened & PROMISED_IN_PUBLIC),
        done=Count("pk", filter=Q(status="done")),
        verified=Count("pk", filter=Q(status="verified")),
        stronger=Count("pk", filter=opened & Q(strength="stronger")),
        intermediate=Count("pk", filter=opened & Q(strength="intermediate")),
        weaker=Count("pk", filter=opened & Q(strength="weaker")),
    )
    oldest = row.pop("oldest")
    return Figures(oldest_days=(today - oldest).days if oldest else 0, **row)


def mine(user: User) -> QuerySet[Action]:
    """The person's open actions, soonest first."""
    found = Action.objects.visible_to(user).open().filter(owner=user)
    return _listed(found).order_by(F("due_on").asc(nulls_last=True), "id")


def late(user: User) -> QuerySet[Action]:
    """Late actions of the teams the person manages, longest first."""
    managed = Membership.objects.filter(user=user, role=Membership.Role.MANAGER).values("team")
    found = Action.objects.visible_to(user).late_on(today_of(user)).filter(team__in=managed)
    return _listed(found).order_by("due_on", "id")


def _titles(*, full: bool) -> Prefetch:
    """The factors an action answers, as far as a page prints them; a restricted one is absent for other readers."""
    titles = Factor.objects.only("pk", "title").order_by("position", "id")
    return Prefetch("factors", titles if full else titles.exclude(disclosure=Disclosure.RESTRICTED))


@prepared
def _actions(postmortem: int, full: bool) -> QuerySet[Action]:
    found = Action.objects.filter(postmortem=postmortem).select_related("owner").annotate(**PROMISED)
    found = found.order_by("position", "id")
    return found if full else found.exclude(disclosure=Disclosure.RESTRICTED)


@prepared
def _links(postmortem: int, full: bool) -> QuerySet:
    """(action, factor, its title); a restricted factor is absent for those who don't read restricted parts."""
    found = Action.factors.through.objects.filter(action__postmortem=postmortem)
    found = found if full else found.exclude(factor__disclosure=Disclosure.RESTRICTED)
    found = found.order_by("factor__position", "factor_id")
    return found.values_list("action_id", "factor_id", "factor__title")


def actions_of(postmortem: Postmortem, user: User) -> list[Action]:
    """The actions of one postmortem the person may read, in order, with state in words, `may_move` and `answered`.

    Two queries: `answered` has (pk, title) of the factors each answers, loaded by hand, as the machinery that loads
    related rows costs more than both queries.
    """
    full = reads_restricted(postmortem, user)
    actions = dress(_actions(postmortem.pk, full), today_of(user))
    answered: dict[int, list[tuple[int, str]]] = {action.pk: [] for action in actions}
    for action_id, factor, title in _links(postmortem.pk, full) if actions else ():
        if action_id in answered:
            answered[action_id].append((factor, title))
    pen = getattr(postmortem, "pen", None)
    if pen is None:
        pen = _holds_the_pen(postmortem, user)
    for action in actions:
        action.postmortem, action.answered = postmortem, answered[action.pk]
        action.may_move = pen or action.owner_id == user.pk
        action.verbs = verbs_for(action, user)
    return actions


def one(user: User, pk: int) -> Action:
    """One action with what its page prints; Http404 when it is not there for this person."""
    found = Action.objects.visible_to(user).select_related(
        "owner", "team", "postmortem__team", "done_by", "verified_by", "promise"
    )
    action = get_object_or_404(found.annotate(**PROMISED), pk=pk)
    prefetch_related_objects([action], _titles(full=reads_restricted(action.postmortem, user)))
    return action


def _holds_the_pen(postmortem: Postmortem, user: User) -> bool:
    return Postmortem.objects.editable_by(user).filter(pk=postmortem.pk).exists()


def may_move(action: Action, user: User) -> bool:
    """Whether the person may keep the action up to date: its owner, its team, and who may write the postmortem.

    This does not end with the postmortem: work goes on after it is closed.
    """
    if action.owner_id == user.pk or _holds_the_pen(action.postmortem, user):
        return True
    return Membership.objects.filter(user=user, team=action.team_id).exists()


def may_write(postmortem: Postmortem, user: User) -> bool:
    """Whether the person may change an action's wording, which belongs to the document."""
    return postmortem.is_open_for_writing and _holds_the_pen(postmortem, user)


def path_of(postmortem: Postmortem) -> str:
    """The address of the workspace the action belongs to; its room comes later and is not asked."""
    return f"/postmortems/{postmortem.pk}/"


def people_for(postmortem: Postmortem, current: int | None = None) -> QuerySet[User]:
    """Who may be named as owner: active people who may read it, and the owner there is now.

    Somebody who went to another team, or may not sign in any more, stays the owner until another one is chosen.
    """
    people = User.objects.filter(Q(is_active=True) | Q(pk=current)).order_by("display_name", "email")
    if postmortem.visibility == Visibility.ORGANISATION:
        return people
    always = [pk for pk in (postmortem.owner_id, postmortem.facilitator_id, current) if pk]
    readers = Q(pk__in=always) | Q(pk__in=postmortem.named_readers.values("user"))
    if postmortem.visibility == Visibility.TEAM:
        above = Q(role=Membership.Role.MANAGER, team__children=postmortem.team_id)
        members = Membership.objects.filter(Q(team=postmortem.team_id) | above)
        readers |= Q(pk__in=members.values("user"))
    return people.filter(readers)


def teams() -> list[Team]:
    """The teams for the filter."""
    return list(Team.objects.order_by("name"))
