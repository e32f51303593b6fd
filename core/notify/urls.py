"""Addresses of the inbox and of the operations page for deliveries."""

from django.urls import path

from . import channel_views, stopping, views

app_name = "notify"
urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read, name="read"),
    path("operations/deliveries/", views.deliveries, name="deliveries"),
    path("operations/deliveries/<int:pk>/again/", views.again, name="again"),
    path("mail/weekly/stop/<str:token>/", stopping.stop, name="stop_weekly"),
    path("channels/", channel_views.index, name="channels"),
    path("channels/new/", channel_views.new, name="new_channel"),
    path("channels/<int:channel>/", channel_views.one, name="channel"),
    path("channels/<int:channel>/test/", channel_views.test, name="test_channel"),
    path("channels/<int:channel>/pause/", channel_views.pause, name="pause_channel"),
    path("channels/<int:channel>/remove/", channel_views.remove, name="remove_channel"),
]
