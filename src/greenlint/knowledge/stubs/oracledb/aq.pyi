"""Queues of oracledb."""

from typing import Any

from greenlint_markers import awaits_db, blocks

class Queue:
    connection: Any
    deqOptions: Any
    deqoptions: Any
    enqOptions: Any
    enqoptions: Any
    name: str
    payloadType: Any
    payload_type: Any
    @blocks("driver", use="oracledb.AsyncQueue.deqmany")
    def deqmany(self, max_num_messages: int) -> Any: ...
    @blocks("driver", use="oracledb.AsyncQueue.deqmany")
    def deqMany(self, max_num_messages: int) -> Any: ...
    @blocks("driver", use="oracledb.AsyncQueue.deqone")
    def deqone(self) -> Any: ...
    @blocks("driver", use="oracledb.AsyncQueue.deqone")
    def deqOne(self) -> Any: ...
    @blocks("driver", use="oracledb.AsyncQueue.enqmany")
    def enqmany(self, messages: Any) -> None: ...
    @blocks("driver", use="oracledb.AsyncQueue.enqmany")
    def enqMany(self, messages: Any) -> None: ...
    @blocks("driver", use="oracledb.AsyncQueue.enqone")
    def enqone(self, message: Any) -> None: ...
    @blocks("driver", use="oracledb.AsyncQueue.enqone")
    def enqOne(self, message: Any) -> None: ...

class AsyncQueue:
    connection: Any
    deqOptions: Any
    deqoptions: Any
    enqOptions: Any
    enqoptions: Any
    name: str
    payloadType: Any
    payload_type: Any
    @awaits_db
    async def deqmany(self, max_num_messages: int) -> Any: ...
    @awaits_db
    async def deqone(self) -> Any: ...
    @awaits_db
    async def enqmany(self, messages: Any) -> None: ...
    @awaits_db
    async def enqone(self, message: Any) -> None: ...

def __getattr__(name: str) -> Any: ...
