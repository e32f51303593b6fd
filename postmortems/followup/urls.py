"""Addresses of action items."""

from django.urls import path

from . import views

app_name = "followup"
urlpatterns = [
    path("actions/", views.index, name="index"),
    path("actions/export.csv", views.as_csv, name="csv"),
    path("actions/hint/", views.hint, name="hint"),
    path("actions/<int:action>/", views.detail, name="detail"),
    path("actions/<int:action>/<slug:verb>/", views.move, name="move"),
    path("postmortems/<int:pk>/actions/new/", views.new, name="new"),
]
