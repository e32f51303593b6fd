"""Addresses of action items."""

from django.urls import path

from .views import items

app_name = "followup"
urlpatterns = [
    path("actions/", items.index, name="index"),
    path("actions/export.csv", items.as_csv, name="csv"),
    path("actions/hint/", items.hint, name="hint"),
    path("actions/<int:action>/", items.detail, name="detail"),
    path("actions/<int:action>/<slug:verb>/", items.move, name="move"),
    path("postmortems/<int:pk>/actions/new/", items.new, name="new"),
]
