"""What changes the record. One verb each; every change passes through `wrote`."""

from .create import begin, next_number, template_sections
from .templates import sync_templates
from .wrote import wrote

__all__ = ["begin", "next_number", "sync_templates", "template_sections", "wrote"]
