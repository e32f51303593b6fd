"""Addresses about trackers, in the namespace of the room."""

from django.urls import path

from . import item_views, views

urlpatterns = [
    path("trackers/", views.index, name="trackers"),
    path("trackers/new/<slug:product>/", views.new, name="new_tracker"),
    path("trackers/<int:tracker>/", views.one, name="tracker"),
    path("trackers/<int:tracker>/check/", views.check, name="check_tracker"),
    path("trackers/<int:tracker>/secret/", views.make_secret, name="tracker_secret"),
    path("trackers/<int:tracker>/pause/", views.pause, name="pause_tracker"),
    path("trackers/<int:tracker>/remove/", views.remove, name="remove_tracker"),
    path("hooks/trackers/<uuid:hook>/", views.hook, name="tracker_hook"),
    path("actions/<int:action>/tracker/create/", item_views.create, name="tracker_create"),
    path("actions/<int:action>/tracker/link/", item_views.link, name="tracker_link"),
    path("actions/<int:action>/tracker/unlink/", item_views.unlink, name="tracker_unlink"),
    path("actions/<int:action>/tracker/again/", item_views.again, name="tracker_again"),
    path("actions/<int:action>/tracker/look/", item_views.look, name="tracker_look"),
    path("actions/<int:action>/tracker/done/", item_views.take_over, name="tracker_done"),
    path("actions/<int:action>/tracker/leave/", item_views.leave, name="tracker_leave"),
]
