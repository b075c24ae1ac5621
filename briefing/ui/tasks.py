"""Background work: jobs on threads, their results and progress delivered on the GUI thread.

A job is a function ``job(progress, token)``. It opens its own session, returns frozen data and
calls ``token.check()`` in every loop. It must not touch a widget. What it returns is handed to
``done`` on the GUI thread, by one queued signal that the runner owns.
"""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget
from shiboken6 import isValid

from briefing.errors import Cancelled, UserError
from briefing.i18n import _, ngettext
from briefing.ui import theme

_LOG = logging.getLogger(__name__)
_INTERVAL = 0.1
_SHOWN = 3
_JOIN_SECONDS = 3.0
#: Objects from which on looking through them is felt.
_MANY = 50_000
#: Steps after which it is told how long the rest takes, and the seconds from which on it is told.
_TELLING, _SOON = 5, 5


class Executor(StrEnum):
    """Where a job runs: ``STORE`` has one worker, so writers queue; ``IO`` has four."""

    STORE = "store"
    IO = "io"


class State(StrEnum):
    """How far a task has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class CancelToken:
    """The wish to stop, set on one thread and asked for on another."""

    def __init__(self) -> None:
        self._event = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._event.is_set()

    def cancel(self) -> None:
        """Ask the job to stop at its next check."""
        self._event.set()

    def check(self) -> None:
        """Raise Cancelled where somebody asked to stop. To be called in every loop of a job."""
        if self._event.is_set():
            raise Cancelled


class Progress:
    """Tells how far a job is, at most ten times a second; the last report always passes."""

    def __init__(self, report: Callable[[int, int, str], None]) -> None:
        self._report = report
        self._last = float("-inf")

    def report(self, done: int, total: int, text: str = "") -> None:
        """``done`` of ``total`` steps are behind us; a total of 0 means that nobody knows."""
        now = time.monotonic()
        if now - self._last >= _INTERVAL or (total and done >= total):
            self._last = now
            self._report(done, total, text)


@contextmanager
def uncollected() -> Generator[None]:
    """Make very many objects that are kept: garbage is not looked for meanwhile, nor among them later.

    Looking through a million objects takes a tenth of a second in which no key is answered, on
    whichever thread. Objects go as before when nothing names them any more; of garbage only a ring that
    is there at this moment stays. Where few were made nothing is set aside.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if gc.get_count()[0] > _MANY:
            gc.freeze()
        if collecting:
            gc.enable()


def remaining(done: int, total: int, seconds: float) -> str:
    """How long the rest takes, in words; nothing while nobody can tell or it is soon over."""
    if done < _TELLING:
        return ""
    left = seconds / done * (total - done)
    if left < _SOON:
        return ""
    if left < 90:
        return _("about {n} seconds left").format(n=10 * max(1, round(left / 10)))
    return _("about {n} minutes left").format(n=round(left / 60))


Job = Callable[[Progress, CancelToken], Any]


class Task:
    """One job under way, as the GUI thread sees it."""

    def __init__(
        self,
        name: str,
        done: Callable[[Any], object] | None,
        failed: Callable[[Exception], object] | None,
        owner: QObject | None,
    ) -> None:
        self.name = name
        self.token = CancelToken()
        self.state = State.WAITING
        self.steps: tuple[int, int] = (0, 0)
        self.text = ""
        self.result: Any = None
        self.error: Exception | None = None
        self.done = done
        self.failed = failed
        self.owner = owner

    @property
    def over(self) -> bool:
        """Whether the job has ended, one way or another."""
        return self.state in (State.DONE, State.FAILED, State.CANCELLED)

    def cancel(self) -> None:
        """Ask the job to stop."""
        self.token.cancel()


class TaskRunner(QObject):
    """Runs jobs and brings their results home. Made on the GUI thread and kept until the end."""

    #: A task was accepted; carries the Task.
    task_started = Signal(object)
    #: A task reported progress; carries the Task.
    task_progressed = Signal(object)
    #: A task ended; carries the Task, whose state tells how.
    task_finished = Signal(object)
    #: From any thread to the GUI thread: a function to call there.
    _closure_pending = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pools: dict[Executor, ThreadPoolExecutor] = {}
        self._futures: dict[Future[None], Task] = {}
        self._guard = threading.Lock()
        self._closed = False
        self._closure_pending.connect(self._on_closure_pending, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        job: Job,
        done: Callable[[Any], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        *,
        name: str = "",
        executor: Executor = Executor.IO,
        owner: QObject | None = None,
    ) -> Task:
        """Start a job; ``done(result)`` or ``failed(error)`` follows on the GUI thread.

        Neither is called once ``owner`` is deleted; without one it is the object whose bound
        method ``done`` is. A task with no name runs without showing in the panel. Cancelling calls
        neither. Raises RuntimeError after :meth:`shutdown`.
        """
        if self._closed:
            raise RuntimeError("the task runner is shut down")
        if owner is None:
            bound = getattr(done, "__self__", None) or getattr(failed, "__self__", None)
            owner = bound if isinstance(bound, QObject) else None
        task = Task(name, done, failed, owner)
        future = self._pool(executor).submit(self._work, task, job)
        self._futures[future] = task
        self.task_started.emit(task)
        return task

    @property
    def tasks(self) -> list[Task]:
        """The tasks that have not ended, oldest first."""
        return [task for task in self._futures.values() if not task.over]

    @property
    def is_shut_down(self) -> bool:
        """Whether no job is taken any more: the window closes."""
        return self._closed

    def cancel_all(self) -> None:
        """Ask every job to stop."""
        for task in self.tasks:
            task.cancel()

    def shutdown(self, seconds: float = _JOIN_SECONDS) -> bool:
        """Cancel all jobs and wait for them; tells whether all have ended in time."""
        self.cancel_all()
        with self._guard:
            self._closed = True
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)
        # What waited in a pool was called off with it; ``wait`` would wait for it in vain.
        begun = [future for future in self._futures if not future.cancelled()]
        return not wait(begun, timeout=seconds).not_done

    def _pool(self, executor: Executor) -> ThreadPoolExecutor:
        if executor not in self._pools:
            workers = 1 if executor is Executor.STORE else 4
            self._pools[executor] = ThreadPoolExecutor(workers, thread_name_prefix=executor.value)
        return self._pools[executor]

    def _work(self, task: Task, job: Job) -> None:
        """Runs on a worker; hands over closures and touches nothing else of the runner."""

        def report(done: int, total: int, text: str) -> None:
            self._send(lambda: self._progressed(task, done, total, text))

        result: Any = None
        error: Exception | None = None
        try:
            task.token.check()
            report(0, 0, "")
            result = job(Progress(report), task.token)
        except Cancelled:
            self._send(lambda: self._ended(task, State.CANCELLED, None, None))
            return
        except UserError as exc:
            error = exc
        except Exception as exc:
            _LOG.exception("task %r failed", task.name)
            error = exc
        state = State.FAILED if error else State.DONE
        self._send(lambda: self._ended(task, state, result, error))

    def _send(self, closure: Callable[[], None]) -> None:
        with self._guard:
            if not self._closed and isValid(self):
                self._closure_pending.emit(closure)

    def _on_closure_pending(self, closure: Callable[[], None]) -> None:
        if not self._closed:
            closure()

    def _progressed(self, task: Task, done: int, total: int, text: str) -> None:
        task.state = State.RUNNING
        task.steps = (done, total)
        task.text = text
        self.task_progressed.emit(task)

    def _ended(self, task: Task, state: State, result: Any, error: Exception | None) -> None:  # noqa: ANN401 - whatever the job returns
        task.state, task.result, task.error = state, result, error
        self._futures = {future: one for future, one in self._futures.items() if one is not task}
        self.task_finished.emit(task)
        if task.owner is not None and not isValid(task.owner):
            return
        if state is State.DONE and task.done is not None:
            task.done(result)
        elif state is State.FAILED and error is not None and task.failed is not None:
            task.failed(error)


class TaskPanel(QWidget):
    """The jobs under way, for the status bar: name, progress and a button to cancel each."""

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[Task, _Row] = {}
        self._more = QLabel(self)
        self._more.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._more)
        runner.task_started.connect(self._on_task_started)
        runner.task_progressed.connect(self._on_task_progressed)
        runner.task_finished.connect(self._on_task_finished)
        self.hide()

    def _on_task_started(self, task: Task) -> None:
        if not task.name:
            return
        row = _Row(task, self)
        self._rows[task] = row
        layout = self.layout()
        if isinstance(layout, QHBoxLayout):
            layout.insertWidget(layout.count() - 1, row)
        self._arrange()

    def _on_task_progressed(self, task: Task) -> None:
        if task in self._rows:
            self._rows[task].refresh()

    def _on_task_finished(self, task: Task) -> None:
        row = self._rows.pop(task, None)
        if row is not None:
            row.hide()
            row.deleteLater()
            self._arrange()

    def _arrange(self) -> None:
        for at, row in enumerate(self._rows.values()):
            row.setVisible(at < _SHOWN)
        rest = len(self._rows) - _SHOWN
        if rest > 0:
            self._more.setText(ngettext("and {n} more", "and {n} more", rest).format(n=rest))
        self._more.setVisible(rest > 0)
        self.setVisible(bool(self._rows))


class _Row(QWidget):
    def __init__(self, task: Task, parent: QWidget) -> None:
        super().__init__(parent)
        self._task = task
        self._label = QLabel(task.name, self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(_("Progress of {name}").format(name=task.name))
        self._cancel = QToolButton(self)
        self._cancel.setToolTip(_("Cancel"))
        self._cancel.setAccessibleName(_("Cancel {name}").format(name=task.name))
        theme.set_role(self._cancel, "plain")
        self._cancel.clicked.connect(self._on_cancel_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, theme.px(8), 0)
        layout.setSpacing(theme.px(6))
        for widget in (self._label, self._bar, self._cancel):
            layout.addWidget(widget)
        theme.current().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def refresh(self) -> None:
        done, total = self._task.steps
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._label.setText(self._task.text or self._task.name)

    def _on_theme_changed(self) -> None:
        self._bar.setFixedWidth(theme.px(90))
        self._cancel.setIcon(theme.icon("close"))
        self._cancel.setIconSize(QSize(theme.px(12), theme.px(12)))

    def _on_cancel_clicked(self) -> None:
        self._task.cancel()
        self._cancel.setEnabled(False)
        self._label.setText(_("Stopping {name}").format(name=self._task.name))
