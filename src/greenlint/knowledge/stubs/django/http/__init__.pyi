"""Requests and responses."""

from typing import Any

from .request import HttpRequest as HttpRequest
from .response import Http404 as Http404
from .response import HttpResponse as HttpResponse
from .response import HttpResponseBase as HttpResponseBase
from .response import HttpResponseRedirect as HttpResponseRedirect
from .response import JsonResponse as JsonResponse
from .response import StreamingHttpResponse as StreamingHttpResponse

def __getattr__(name: str) -> Any: ...
