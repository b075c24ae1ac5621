"""Two analysts on laptops of their own: Ann has a briefing, Bob has nothing yet."""

from __future__ import annotations

import pytest

from briefing.domain.briefing import Briefing, Section
from briefing.domain.quote import Quote
from tests.builders import ME, OTHER
from tests.exchange.analyst import Analyst


@pytest.fixture
def ann(tmp_path):
    made = Analyst(tmp_path / "ann", ME)
    with made.ws.write("New briefing") as unit:
        unit.add(Briefing(id="b", title="A treaty", as_of="2024-06-20"))
        unit.add(Section(id="s", briefing_id="b", section_kind="discussion", body="One.\n\nTwo."))
        unit.add(Quote(id="q", briefing_id="b", words="mutual assistance"))
    yield made
    made.ws.close()


@pytest.fixture
def bob(tmp_path):
    made = Analyst(tmp_path / "bob", OTHER)
    yield made
    made.ws.close()
