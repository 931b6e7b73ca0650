"""The API, version 1. What is in it is told at `openapi.json`."""

from django.urls import path
from ninja import NinjaAPI

from lifelong.web.api import (
    answers,
    approvals,
    concessions,
    contacts,
    conversations,
    customers,
    deliveries,
    entries,
    names,
    orders,
    saying,
    settling,
)
from lifelong.web.api.problems import nothing_here, say_problems

api = NinjaAPI(
    title="Lifelong",
    version="1",
    description="One lifelong conversation with every customer. Times are RFC 3339 in UTC.",
    urls_namespace="api",
    docs_url=None,
)
say_problems(api)
api.add_router("/customers", customers.router)
api.add_router("", conversations.router)
api.add_router("", entries.router)
api.add_router("", saying.router)
api.add_router("/contacts", contacts.router)
api.add_router("", settling.router)
api.add_router("/deliveries", deliveries.router)
api.add_router("", names.router)
api.add_router("/concessions", concessions.router)
api.add_router("", approvals.router)
api.add_router("/orders", orders.router)
api.add_router("/answers", answers.router)

_paths, _app, _namespace = api.urls
urlpatterns = [*_paths, path("<path:elsewhere>", nothing_here, name="elsewhere")]
