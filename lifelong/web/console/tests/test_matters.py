"""Splitting and combining from the screen, and notes that name a colleague."""

import json
import re

import pytest

from lifelong.conversations.models import Contact
from lifelong.conversations.tests.building import Came, agent, endpoint, inbox, topic
from lifelong.conversations.tests.people import MAIL, WORK, wrote
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db


@pytest.fixture
def mia() -> Knocking:
    return Knocking(agent(name="Mia Brandt"))


@pytest.fixture
def jonas() -> Knocking:
    return Knocking(agent(name="Jonas Weber"))


@pytest.fixture
def came(mia: Knocking, jonas: Knocking) -> Came:
    here = endpoint(into=inbox(mia.person, jonas.person))
    wrote(MAIL, "The tent is late", at=here)
    return wrote(MAIL, "And the lamp is broken", at=here)


def test_a_message_begins_another_matter_and_the_two_are_combined_again(
    mia: Knocking, came: Came
) -> None:
    damaged = topic("Damaged item")
    panel = mia.see(f"/entries/{came.entry.id}/matter")
    assert f'value="{damaged.id}"' in panel
    mia.do(f"/entries/{came.entry.id}/matter", 204, topic=str(damaged.id))
    page = mia.see(f"/people/{came.conversation.id}")
    assert "Mia Brandt made another matter of it: “Damaged item”" in page
    assert "Combine two matters" in page

    first = Contact.objects.exclude(topic=damaged).get()
    mia.do(f"/contacts/{came.contact.id}/combination", 204, into=str(first.id))
    page = mia.see(f"/people/{came.conversation.id}")
    assert "Mia Brandt combined it with another open matter" in page
    assert "Combine two matters" not in page
    combined = Contact.objects.get(resolution="combined")
    mia.do(f"/contacts/{combined.id}/combination", 204, method="delete")
    assert "two matters of it again" in mia.see(f"/people/{came.conversation.id}")


def test_what_cannot_be_is_said_where_it_was_tried(mia: Knocking, came: Came) -> None:
    answer = mia.do(f"/contacts/{came.contact.id}/combination", 404, into="nothing")
    assert "no such contact" in answer
    other = wrote(WORK, "Mine", at=came.contact.endpoint)
    answer = mia.do(f"/contacts/{came.contact.id}/combination", 422, into=str(other.contact.id))
    assert "two people" in answer


def test_who_is_named_in_a_note_finds_it_on_their_list(
    mia: Knocking, jonas: Knocking, came: Came
) -> None:
    path = f"/conversations/{came.conversation.id}"
    assert json.loads(mia.see(f"{path}/colleagues")) == {"names": ["Jonas Weber"]}
    mia.do(f"{path}/notes", text="@Jonas Weber <b>look</b>")
    assert ">1<" in jonas.see("/mentions/count") and not mia.see("/mentions/count").strip()
    page = jonas.see("/mentions")
    (href,) = re.findall(r'class="mention unseen" href="([^"]+)"', page)
    assert "&lt;b&gt;look" in page and "data-sought" in jonas.see(href)
    jonas.client.put(
        f"{path}/presence", json.dumps({"position": 99}), content_type="application/json"
    )
    assert not jonas.see("/mentions/count").strip()
    assert 'class="mention"' in jonas.see("/mentions/rows")
    assert "No notes for you" in mia.see("/mentions")
