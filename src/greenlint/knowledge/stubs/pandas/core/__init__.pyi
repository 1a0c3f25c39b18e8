"""A package of pandas; see its modules."""
