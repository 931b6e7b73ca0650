import pytest, time
from tests.proofs import test_nothing_is_lost as t
t.STILL = 25.0
@pytest.mark.timeout(240)
@pytest.mark.parametrize("n", range(10))
def test_hunt(n, monkeypatch):
    t.lose_nothing(300, targets=["smtp", "postgres", "intake"])
