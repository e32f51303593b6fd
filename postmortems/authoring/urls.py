"""Addresses of the record."""

from django.urls import path

from .views import (
    bring,
    head,
    history,
    images,
    incidents,
    kinds,
    paste,
    people,
    presence,
    sections,
    template_editing,
    template_leaving,
    templates,
    timeline,
    trails,
)

app_name = "authoring"
urlpatterns = [
    path("postmortems/new/", head.new, name="new"),
    path("templates/", templates.index, name="templates"),
    path("templates/new/", templates.new, name="template_new"),
    path("templates/<int:template>/", templates.look, name="template"),
    path("templates/<int:template>/retire/", templates.retire, name="template_retire"),
    path("templates/<int:template>/edit/", template_editing.edit, name="template_edit"),
    path("templates/<int:template>/edit/move/", template_editing.move, name="template_move"),
    path("templates/<int:template>/edit/publish/", template_editing.publish, name="template_publish"),
    path("templates/<int:template>/edit/discard/", template_leaving.discard, name="template_discard"),
    path("templates/<int:template>/edit/sections/new/", template_editing.add, name="template_part_new"),
    path("templates/<int:template>/edit/sections/<slug:part>/", template_editing.part, name="template_part"),
    path(
        "templates/<int:template>/edit/sections/<slug:part>/take-out/",
        template_leaving.take_out,
        name="template_part_out",
    ),
    path("postmortems/<int:pk>/template/", templates.upgrade, name="upgrade"),
    path("postmortems/discarded/", head.discarded, name="discarded"),
    path("postmortems/<int:pk>/facts/", head.facts, name="facts"),
    path("postmortems/<int:pk>/kind/", kinds.kind, name="kind"),
    path("postmortems/<int:pk>/incidents/", incidents.incidents, name="incidents"),
    path("postmortems/<int:pk>/incidents/<int:incident>/", incidents.incident, name="incident"),
    path("postmortems/<int:pk>/title/", head.title, name="title"),
    path("postmortems/<int:pk>/discard/", head.discard, name="discard"),
    path("postmortems/<int:pk>/take-back/", head.take_back, name="take_back"),
    path("postmortems/<int:pk>/sections/<slug:key>/", sections.section, name="section"),
    path("postmortems/<int:pk>/sections/<slug:key>/presence/", presence.section, name="presence"),
    path(
        "postmortems/<int:pk>/sections/<slug:key>/history/", history.section_history, name="section_history"
    ),
    path(
        "postmortems/<int:pk>/sections/<slug:key>/history/<int:revision>/restore/",
        history.restore,
        name="restore",
    ),
    path("postmortems/<int:pk>/history/", trails.whole, name="whole_history"),
    path("postmortems/<int:pk>/facts/history/", trails.facts, name="facts_history"),
    path(
        "postmortems/<int:pk>/facts/history/<int:revision>/restore/",
        trails.facts_restore,
        name="facts_restore",
    ),
    path("postmortems/<int:pk>/kind/history/", trails.kind, name="kind_history"),
    path(
        "postmortems/<int:pk>/kind/history/<int:revision>/restore/", trails.kind_restore, name="kind_restore"
    ),
    path("postmortems/<int:pk>/incidents/<int:incident>/history/", trails.incident, name="incident_history"),
    path(
        "postmortems/<int:pk>/incidents/<int:incident>/history/<int:revision>/restore/",
        trails.incident_restore,
        name="incident_restore",
    ),
    path("postmortems/<int:pk>/events/<int:event>/history/", trails.event, name="event_history"),
    path(
        "postmortems/<int:pk>/events/<int:event>/history/<int:revision>/restore/",
        trails.event_restore,
        name="event_restore",
    ),
    path("postmortems/<int:pk>/events/", timeline.timeline, name="timeline"),
    path("postmortems/<int:pk>/events/new/", timeline.add, name="event_new"),
    path("postmortems/<int:pk>/events/undo/", timeline.undelete, name="event_undelete"),
    path("postmortems/<int:pk>/events/paste/", paste.paste, name="paste"),
    path("postmortems/<int:pk>/events/bring/", bring.bring, name="bring"),
    path("postmortems/<int:pk>/events/<int:event>/", timeline.event, name="event"),
    path("postmortems/<int:pk>/events/<int:event>/delete/", timeline.delete, name="event_delete"),
    path("postmortems/<int:pk>/roster/", people.roster, name="roster"),
    path("postmortems/<int:pk>/roster/<int:person>/", people.involved, name="involved"),
    path("postmortems/<int:pk>/access/", people.access, name="access"),
    path("postmortems/<int:pk>/access/readers/", people.name_reader, name="name_reader"),
    path("postmortems/<int:pk>/access/readers/<int:reader>/remove/", people.drop_reader, name="drop_reader"),
    path("postmortems/<int:pk>/access/owner/", people.hand_over, name="hand_over"),
    path("postmortems/<int:pk>/images/<str:token>/", images.image, name="image"),
]
