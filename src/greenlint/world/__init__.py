"""Traces linked: modules, names, types, calls, effects."""
