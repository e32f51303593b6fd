"""Addresses of patterns and follow-through."""

from django.urls import path

from . import views

app_name = "insights"
urlpatterns = [
    path("insights/", views.patterns, name="index"),
    path("insights/follow-through/", views.follow_through, name="follow"),
    path("insights/follow-through/<slug:slug>/", views.follow_through, name="follow_team"),
]
