"""PyMongo: a synchronous and, from 4.9, an asynchronous side. Deliberately absent: `bson`, operations and options, which do no IO."""

from typing import Any

from pymongo.asynchronous.mongo_client import AsyncMongoClient as AsyncMongoClient
from pymongo.mongo_client import MongoClient as MongoClient

ASCENDING: int
DESCENDING: int

def __getattr__(name: str) -> Any: ...
