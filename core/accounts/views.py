"""Pages about people and teams."""

from __future__ import annotations

from functools import wraps

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from core import audit
from core.accounts import actions
from core.accounts.forms import AcceptForm, InviteForm, MemberForm, PersonForm, ProfileForm, TeamForm
from core.accounts.models import Invitation, Membership, Team, User
from core.http import Request
from core.transitions import MoveRefused


def administrators_only(view):
    """Signed in, and an administrator; running the site, not reading it."""

    @wraps(view)
    @login_required
    def guarded(request: Request, *args, **kwargs) -> HttpResponse:
        if not request.user.is_administrator:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: Request) -> HttpResponse:
    """My name, zone, hours and stand-in."""
    person = get_object_or_404(User, pk=request.user.pk)
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=person)
    if request.method == "POST" and form.is_valid():
        person.save(update_fields=list(form.cleaned_data))
        audit.record(actor=person, verb="change_profile", obj=person, fields=form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("accounts:profile")
    return render(request, "core/accounts/profile.html", {"form": form}, status=422 if form.is_bound else 200)


@administrators_only
@require_http_methods(["GET", "POST"])
def people(request: Request) -> HttpResponse:
    """Everybody, and who is invited."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    link, mailed = "", False
    if request.method == "POST" and form.is_valid():
        invitation, token = actions.invite(actor=request.user, now=timezone.now(), **form.cleaned_data)
        mailed = actions.mail_invitation(invitation=invitation, token=token)
        link = request.build_absolute_uri(f"/invitations/{token}/")
        form = InviteForm()
    context = {
        "form": form,
        "link": link,
        "mailed": mailed,
        "people": User.objects.order_by("display_name").prefetch_related("memberships__team"),
        "invitations": Invitation.objects.filter(accepted_at__isnull=True, expires_at__gt=timezone.now()),
    }
    return render(request, "core/accounts/people.html", context, status=422 if form.is_bound else 200)


@administrators_only
@require_http_methods(["GET", "POST"])
def person(request: Request, pk: int) -> HttpResponse:
    """One person's capacities."""
    somebody = get_object_or_404(User, pk=pk)
    form = PersonForm(
        request.POST if request.method == "POST" else None, instance=get_object_or_404(User, pk=pk)
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_person(person=somebody, actor=request.user, values=form.cleaned_data)
            messages.success(request, "Saved.")
            return redirect("accounts:people")
        except MoveRefused as refused:
            form.add_error(None, str(refused))
    context = {"person": somebody, "form": form}
    return render(request, "core/accounts/person.html", context, status=422 if form.is_bound else 200)


@administrators_only
@require_http_methods(["GET", "POST"])
def teams(request: Request) -> HttpResponse:
    """The teams, and a form for a new one."""
    form = TeamForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        team = actions.save_team(actor=request.user, **form.cleaned_data)
        return redirect("accounts:team", team.slug)
    context = {
        "form": form,
        "teams": Team.objects.select_related("parent").annotate(people=Count("memberships")),
    }
    return render(request, "core/accounts/teams.html", context, status=422 if form.is_bound else 200)


@administrators_only
@require_http_methods(["GET", "POST"])
def team(request: Request, slug: str) -> HttpResponse:
    """One team: its name and place."""
    one = get_object_or_404(Team, slug=slug)
    form = TeamForm(
        request.POST if request.method == "POST" else None, instance=get_object_or_404(Team, slug=slug)
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_team(actor=request.user, team=one, **form.cleaned_data)
            messages.success(request, "Saved.")
            return redirect("accounts:team", slug)
        except MoveRefused as refused:
            form.add_error("parent", str(refused))
    return _team(request, one, form=form, status=422 if form.is_bound else 200)


@administrators_only
@require_POST
def remove_team(request: Request, slug: str) -> HttpResponse:
    """Remove a team that nothing belongs to."""
    one = get_object_or_404(Team, slug=slug)
    try:
        actions.remove_team(actor=request.user, team=one)
    except MoveRefused as refused:
        return _team(request, one, refused=str(refused), status=409)
    messages.success(request, f"{one.name} is removed.")
    return redirect("accounts:teams")


def _team(request: Request, one: Team, *, status: int = 200, **more) -> HttpResponse:
    context = {
        "team": one,
        "form": TeamForm(instance=one),
        "member_form": MemberForm(),
        "memberships": one.memberships.select_related("user").order_by("-role", "user__display_name"),
        **more,
    }
    return render(request, "core/accounts/team.html", context, status=status)


@administrators_only
@require_POST
def put_in_team(request: Request, slug: str) -> HttpResponse:
    """Add somebody, or change their role."""
    one = get_object_or_404(Team, slug=slug)
    form = MemberForm(request.POST)
    if form.is_valid():
        actions.put_in_team(team=one, actor=request.user, **form.cleaned_data)
        return redirect("accounts:team", slug)
    return _team(request, one, member_form=form, status=422)


@administrators_only
@require_POST
def take_from_team(request: Request, slug: str, pk: int) -> HttpResponse:
    """End a membership."""
    membership = get_object_or_404(Membership, pk=pk, team__slug=slug)
    actions.take_from_team(membership=membership, actor=request.user)
    return redirect("accounts:team", slug)


@require_http_methods(["GET", "POST"])
def invitation(request: Request, token: str) -> HttpResponse:
    """Accept an invitation: choose a name and a password, and be signed in."""
    found = actions.open_invitation(token, timezone.now())
    if found is None:
        return render(request, "core/accounts/invitation_over.html", status=410)
    form = AcceptForm(
        request.POST if request.method == "POST" else None, email=found.email, initial={"time_zone": "UTC"}
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            user = actions.accept(invitation=found, now=timezone.now(), **values)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            login(request, user, backend="core.accounts.backends.AccountBackend")
            return redirect("/")
    context = {"form": form, "invitation": found}
    return render(request, "core/accounts/accept.html", context, status=422 if form.is_bound else 200)
