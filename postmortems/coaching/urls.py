"""Addresses of the coach."""

from django.urls import path

from postmortems.coaching.views import settings, teaching, typing

app_name = "coaching"
urlpatterns = [
    path("coach/", typing.check, name="check"),
    path("postmortems/<int:pk>/coach/", typing.check, name="check"),
    path("postmortems/<int:pk>/coach/dismiss/", typing.dismiss, name="dismiss"),
    path("coach/quiet/", typing.quiet, name="quiet"),
    path("coach/rules/", teaching.rules, name="rules"),
    path("coach/rules/<slug:rule>/turn/", teaching.turn, name="turn"),
    path("coach/learned/", teaching.learned, name="learned"),
    path("coach/settings/", settings.index, name="settings"),
    path("coach/settings/own/new/", settings.house_rule, name="own_new"),
    path("coach/settings/own/<int:own>/", settings.house_rule, name="own"),
    path("coach/settings/own/<int:own>/remove/", settings.remove, name="own_remove"),
    path("coach/settings/<slug:rule>/", settings.rule, name="rule"),
]
