"""A package of SQLModel; see its modules."""
