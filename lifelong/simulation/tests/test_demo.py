import pytest
from lifelong.simulation.demo import fill_once
pytestmark = pytest.mark.django_db
def test_x():
    import time
    t=time.time(); fill_once(); print("took", time.time()-t)
    from django.apps import apps
    for m in apps.get_models():
        if m.objects.count() if hasattr(m,'objects') else 0: print(m.__name__, m.objects.count())
