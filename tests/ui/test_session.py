"""Views hear of changes at once; of many that are written in the background, some at a time."""

from __future__ import annotations

from briefing.domain.source import Source
from briefing.ui.commands.registry import Registry
from briefing.ui.session import Session
from briefing.ui.tasks import TaskRunner
from tests.builders import empty_workspace


def test_a_burst_from_the_background_is_told_together_and_nothing_of_it_is_lost(qtbot, tmp_path):
    ws = empty_workspace(tmp_path)
    runner = TaskRunner()
    session = Session(ws, None, Registry(), runner)
    rounds: list[frozenset[str]] = []
    session.changed.connect(lambda done: rounds.append(done.touched.get("source", frozenset())))

    def job(_progress, _token):
        for n in range(200):
            with ws.write("Add source") as unit:
                unit.add(Source(id=f"s{n}", title="x"))

    runner.run(job, owner=session)
    qtbot.waitUntil(lambda: len(frozenset().union(*rounds)) == 200, timeout=20_000)
    assert len(rounds) < 150
    before = len(rounds)
    # What a person does is told by itself, after what waited.
    with ws.write("Edit source") as unit:
        unit.change("source", "s0", title="y")
    qtbot.waitUntil(lambda: len(rounds) == before + 1)
    assert rounds[-1] == {"s0"}
    session.close()
    runner.shutdown()
    ws.close()
