"""Addresses of the inbox and of the operations page for deliveries."""

from django.urls import path

from . import views

app_name = "notify"
urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read, name="read"),
    path("operations/deliveries/", views.deliveries, name="deliveries"),
    path("operations/deliveries/<int:pk>/again/", views.again, name="again"),
]
