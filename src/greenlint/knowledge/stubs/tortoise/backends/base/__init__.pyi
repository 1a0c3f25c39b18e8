"""A package of Tortoise ORM; see its modules."""
