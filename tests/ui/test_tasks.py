"""Background work: results on the GUI thread, progress throttled, cancelling obeyed."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QProgressBar, QToolButton

from briefing.errors import UserError
from briefing.ui.tasks import Executor, Progress, State, TaskPanel, TaskRunner


@pytest.fixture
def runner(qapp):
    made = TaskRunner()
    yield made
    assert made.shutdown()


class _Owner(QObject):
    def __init__(self):
        super().__init__()
        self.got = []

    def take(self, result):
        self.got.append((result, threading.current_thread()))


def test_results_come_on_the_gui_thread(runner, qtbot):
    owner = _Owner()
    task = runner.run(lambda progress, token: 6 * 7, owner.take)
    qtbot.waitUntil(lambda: bool(owner.got), timeout=2000)
    assert owner.got == [(42, threading.main_thread())]
    assert task.state is State.DONE
    assert runner.tasks == []


def test_an_error_reaches_failed_and_the_task(runner, qtbot):
    errors = []

    def job(progress, token):
        raise UserError("The file is empty.")

    with qtbot.waitSignal(runner.task_finished, timeout=2000) as ended:
        runner.run(job, None, errors.append)
    qtbot.waitUntil(lambda: bool(errors), timeout=2000)
    assert str(errors[0]) == "The file is empty."
    assert ended.args[0].state is State.FAILED


def test_cancelling_stops_the_job_and_calls_nothing(runner, qtbot):
    called = []
    started = threading.Event()

    def job(progress, token):
        started.set()
        while True:
            token.check()

    task = runner.run(job, called.append, called.append)
    assert started.wait(2)
    with qtbot.waitSignal(runner.task_finished, timeout=2000):
        task.cancel()
    assert task.state is State.CANCELLED
    assert called == []


def test_a_deleted_owner_is_left_in_peace(runner, qtbot):
    owner = _Owner()
    got = owner.got
    gate = threading.Event()
    runner.run(lambda progress, token: gate.wait(2), owner.take)
    owner.deleteLater()
    with qtbot.waitSignal(owner.destroyed, timeout=2000):
        pass
    with qtbot.waitSignal(runner.task_finished, timeout=2000):
        gate.set()
    assert got == []


def test_writers_queue(runner, qtbot):
    order = []
    gate = threading.Event()

    def first(progress, token):
        gate.wait(2)
        order.append("first")

    finished = []
    runner.task_finished.connect(finished.append)
    runner.run(first, executor=Executor.STORE)
    runner.run(lambda progress, token: order.append("second"), executor=Executor.STORE)
    gate.set()
    qtbot.waitUntil(lambda: len(finished) == 2, timeout=2000)
    assert order == ["first", "second"]


def test_progress_is_throttled_but_its_end_is_told():
    told = []
    progress = Progress(lambda *report: told.append(report))
    for step in range(1, 10_001):
        progress.report(step, 10_000, "reading")
    assert told[0] == (1, 10_000, "reading")
    assert told[-1] == (10_000, 10_000, "reading")
    assert len(told) < 100


def test_shutdown_stops_what_runs_and_accepts_nothing_more(qapp):
    runner = TaskRunner()
    started = threading.Event()

    def job(progress, token):
        started.set()
        while True:
            token.check()

    runner.run(job)
    assert started.wait(2)
    assert runner.shutdown()
    with pytest.raises(RuntimeError):
        runner.run(job)


def test_shutdown_does_not_wait_for_what_was_never_begun(qapp):
    runner = TaskRunner()
    started = threading.Event()
    begun = []

    def job(progress, token):
        begun.append(token)
        started.set()
        while True:
            token.check()

    for _ in range(3):
        runner.run(job, executor=Executor.STORE)
    assert started.wait(2)
    # Waiting in vain ends with the time given, and says so.
    assert runner.shutdown(2)
    assert len(begun) == 1


def test_shutdown_tells_of_a_job_that_does_not_listen(qapp):
    runner = TaskRunner()
    gate = threading.Event()
    started = threading.Event()

    def job(progress, token):
        started.set()
        gate.wait(5)

    runner.run(job)
    assert started.wait(2)
    assert not runner.shutdown(0.05)
    gate.set()
    assert runner.shutdown()


def test_the_panel_shows_a_job_and_cancels_it(runner, qtbot):
    panel = TaskPanel(runner)
    qtbot.addWidget(panel)
    gate = threading.Event()

    def job(progress, token):
        progress.report(3, 4, "Reading page 3")
        gate.wait(2)
        token.check()

    runner.run(job, name="Import treaty.html")
    qtbot.waitUntil(lambda: panel.findChild(QProgressBar).value() == 3, timeout=2000)
    assert panel.isVisibleTo(None)
    assert "Reading page 3" in [label.text() for label in panel.findChildren(QLabel)]
    button = panel.findChild(QToolButton)
    assert button.accessibleName() == "Cancel Import treaty.html"
    with qtbot.waitSignal(runner.task_finished, timeout=2000) as ended:
        button.click()
        gate.set()
    assert ended.args[0].state is State.CANCELLED
    assert not panel.isVisibleTo(None)
