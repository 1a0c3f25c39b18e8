"""A synthetic project of any size: a FastAPI application over asynchronous SQLAlchemy, with some defects planted in it."""
