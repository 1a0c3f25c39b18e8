"""Sessions, which make clients and resources without connecting."""

from typing import Any, Literal, overload

from botocore.client import DynamoDB

from boto3.dynamodb.table import ServiceResource

class Session:
    def __init__(self, *args: Any, **options: Any) -> None: ...
    @overload
    def client(self, service_name: Literal["dynamodb"], *args: Any, **kwargs: Any) -> DynamoDB: ...
    @overload
    def client(self, service_name: str, *args: Any, **kwargs: Any) -> Any: ...
    @overload
    def resource(self, service_name: Literal["dynamodb"], *args: Any, **kwargs: Any) -> ServiceResource: ...
    @overload
    def resource(self, service_name: str, *args: Any, **kwargs: Any) -> Any: ...

def __getattr__(name: str) -> Any: ...
