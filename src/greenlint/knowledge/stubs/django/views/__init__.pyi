"""A package of Django; see its modules."""

from .generic.base import View as View
