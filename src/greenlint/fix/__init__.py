"""Fixes as text edits: what a rule plans, turned into replacements of spans in one file."""
