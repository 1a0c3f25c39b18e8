"""A package of Django; see its modules."""
