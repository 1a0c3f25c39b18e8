"""HTTP that waits for the answer on the calling thread."""

from typing import Any

from requests.api import delete as delete
from requests.api import get as get
from requests.api import head as head
from requests.api import options as options
from requests.api import patch as patch
from requests.api import post as post
from requests.api import put as put
from requests.api import request as request
from requests.exceptions import HTTPError as HTTPError
from requests.exceptions import RequestException as RequestException
from requests.models import Response as Response
from requests.sessions import Session as Session
from requests.sessions import session as session

def __getattr__(name: str) -> Any: ...
