from collections.abc import Iterator

import pytest

from lifelong.events.tests import facts


@pytest.fixture(autouse=True)
def test_facts() -> Iterator[None]:
    facts.remember()
    yield
    facts.forget()
