"""InfluxDB 2, synchronous and asynchronous. Deliberately absent: the APIs that administer a server."""

from typing import Any

from influxdb_client.client.delete_api import DeleteApi as DeleteApi
from influxdb_client.client.influxdb_client import InfluxDBClient as InfluxDBClient
from influxdb_client.client.query_api import QueryApi as QueryApi
from influxdb_client.client.write_api import WriteApi as WriteApi

def __getattr__(name: str) -> Any: ...
