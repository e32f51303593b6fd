"""Addresses for those who run the site."""

from django.urls import path

from core.ops import components, views

app_name = "ops"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.prometheus, name="metrics"),
    path("_components/", components.components, name="components"),
]
