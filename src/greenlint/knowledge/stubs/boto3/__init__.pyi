"""The SDK of Amazon Web Services: DynamoDB only. Clients of other services are unknown."""

from typing import Any, Literal, overload

from botocore.client import DynamoDB

from boto3.dynamodb.table import ServiceResource
from boto3.session import Session as Session

@overload
def client(service_name: Literal["dynamodb"], *args: Any, **kwargs: Any) -> DynamoDB: ...
@overload
def client(service_name: str, *args: Any, **kwargs: Any) -> Any: ...
@overload
def resource(service_name: Literal["dynamodb"], *args: Any, **kwargs: Any) -> ServiceResource: ...
@overload
def resource(service_name: str, *args: Any, **kwargs: Any) -> Any: ...
def __getattr__(name: str) -> Any: ...
