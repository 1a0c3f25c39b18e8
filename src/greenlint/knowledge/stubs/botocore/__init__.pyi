"""What boto3 is built on."""

from typing import Any

def __getattr__(name: str) -> Any: ...
