import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lifelong.channels.models import Inbox
from lifelong.conversations.models import Conversation
from lifelong.conversations.tests.building import agent, receive_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    hero, client = agent(), Client()
    receive_one()
    Inbox.objects.get().members.add(hero)
    client.force_login(hero, "lifelong.web.signin.backend.Backend")
    return client


def queries_for_a_page(client: Client, conversation: Conversation) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(reverse("console:entries", args=[conversation.id]))
    assert answer.status_code == 200
    return len(captured)


def test_a_page_of_many_messages_costs_no_more_queries_than_a_page_of_one(client: Client) -> None:
    conversation = Conversation.objects.get()
    one = queries_for_a_page(client, conversation)
    for _message in range(9):
        receive_one()
    assert queries_for_a_page(client, conversation) == one <= 10
