"""Views as classes. Deliberately absent: the ones that show and edit models, whose methods run on threads or not as their own class decides."""

from typing import Any

from .base import RedirectView as RedirectView
from .base import TemplateView as TemplateView
from .base import View as View

def __getattr__(name: str) -> Any: ...
