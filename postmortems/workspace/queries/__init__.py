"""What the composed pages print. One function for each page."""

from .home import Home, home
from .lists import Chosen, ListPage, list_page
from .one import one, workspace

__all__ = ["Chosen", "Home", "ListPage", "home", "list_page", "one", "workspace"]
