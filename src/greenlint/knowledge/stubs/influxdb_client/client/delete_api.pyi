"""Deletions of the synchronous client."""

from typing import Any

from greenlint_markers import blocks

class DeleteApi:
    @blocks("client", use="influxdb_client.client.delete_api_async.DeleteApiAsync.delete")
    def delete(self, start: Any, stop: Any, *args: Any, **options: Any) -> None: ...

def __getattr__(name: str) -> Any: ...
