"""Routers: one observer for each kind of update."""

from typing import Any

from aiogram.dispatcher.event.event import EventObserver
from aiogram.dispatcher.event.telegram import TelegramEventObserver

class Router:
    name: str
    callback_query: TelegramEventObserver
    channel_post: TelegramEventObserver
    chat_join_request: TelegramEventObserver
    chat_member: TelegramEventObserver
    chosen_inline_result: TelegramEventObserver
    edited_channel_post: TelegramEventObserver
    edited_message: TelegramEventObserver
    inline_query: TelegramEventObserver
    message: TelegramEventObserver
    my_chat_member: TelegramEventObserver
    poll: TelegramEventObserver
    poll_answer: TelegramEventObserver
    pre_checkout_query: TelegramEventObserver
    shipping_query: TelegramEventObserver
    errors: TelegramEventObserver
    startup: EventObserver
    shutdown: EventObserver
    def __init__(self, *, name: str | None = None) -> None: ...
    def include_router(self, router: Any) -> Any: ...
    def include_routers(self, *routers: Any) -> None: ...

def __getattr__(name: str) -> Any: ...
