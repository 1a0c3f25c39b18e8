"""greenlint: a static analyser for Python projects that talk to databases from async code."""

__version__ = "0.1.0"
