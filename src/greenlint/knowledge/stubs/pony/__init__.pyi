"""A package of Pony; see its modules."""
