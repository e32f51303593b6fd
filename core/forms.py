"""How forms are drawn: this site's own field templates, reachable by name from any app."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Fields with label, help, and error in one place; an error is tied to its field for screen readers."""

    field_template_name = "components/field.html"
    form_template_name = "components/form.html"
