from collections.abc import Iterator

import pytest

from tests.vendors.phones import Phones, number
from tests.vendors.server import standing
from tests.vendors.twilio import Twilio


@pytest.fixture
def twilio() -> Iterator[Twilio]:
    made = Twilio()
    with standing(made):
        yield made


@pytest.fixture
def phones(twilio: Twilio, db: None) -> Phones:
    return Phones(twilio, number(twilio))
