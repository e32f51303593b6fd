"""What changes the record. One verb each; every change passes through `wrote`."""

from .create import begin, next_number, template_sections
from .wrote import wrote

__all__ = ["begin", "next_number", "template_sections", "wrote"]
