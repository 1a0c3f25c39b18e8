"""Results of clickhouse_connect. `query()` has read them before it returns."""

from typing import Any, Iterator

class QueryResult:
    column_block_stream: Any
    column_names: tuple[str, ...]
    column_oriented: Any
    column_types: tuple[Any, ...]
    first_item: Any
    first_row: Any
    query_id: str
    result_columns: Any
    result_rows: Any
    result_set: Any
    row_block_stream: Any
    row_count: int
    rows_stream: Any
    source: Any
    summary: Any
    def named_results(self) -> Iterator[Any]: ...
    def close(self) -> None: ...
    async def aclose(self) -> None: ...

def __getattr__(name: str) -> Any: ...
