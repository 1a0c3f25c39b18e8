"""Edits of one file, by ordinals of one piece."""

from __future__ import annotations


class Editor:
    """Collects the edits of one fix."""
