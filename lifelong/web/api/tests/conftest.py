import pytest

from lifelong.web.api.tests.shop import Shop


@pytest.fixture
def shop(db: None) -> Shop:
    return Shop()
