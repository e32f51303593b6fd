"""Addresses about people and teams."""

from django.urls import path

from core.accounts import views

app_name = "accounts"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("people/", views.people, name="people"),
    path("people/<int:pk>/", views.person, name="person"),
    path("teams/", views.teams, name="teams"),
    path("teams/<slug:slug>/", views.team, name="team"),
    path("teams/<slug:slug>/remove/", views.remove_team, name="remove_team"),
    path("teams/<slug:slug>/members/", views.put_in_team, name="put_in_team"),
    path("teams/<slug:slug>/members/<int:pk>/remove/", views.take_from_team, name="take_from_team"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
]
