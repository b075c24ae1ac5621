"""An open library with the person who works in it: the door through which every write goes."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from briefing.domain.changes import Author, Sort
from briefing.domain.person import Person
from briefing.store import journal, library_values, records
from briefing.store.library import Library, open_library

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from briefing.domain.changes import ChangeSet
    from briefing.store.engine import Connection
    from briefing.store.unit_of_work import UnitOfWork


class Workspace:
    """A library, its person and device. Subscribers hear of every change set after its commit.

    Reading and writing are safe from any thread; subscribers are called on the writer's thread. ``name`` is
    what the person is called in a library in which they have not worked before.
    """

    def __init__(self, library: Library, author: Author, name: str = "") -> None:
        self.library = library
        self.author = author
        self._name = name or Person(id="").name
        self._subscribers: list[Callable[[ChangeSet], None]] = []
        self._lock = threading.RLock()
        self._introduced = False
        #: Whether the library was read from a reader's edition; None until the first write.
        self._edition: bool | None = None
        #: Change sets written here of which subscribers have heard, until the journal is read on.
        self._told: set[str] = set()
        with library.read() as connection:
            self._seen = journal.newest_seq(connection)

    @property
    def path(self) -> Path:
        """The library's file."""
        return self.library.path

    @property
    def is_edition(self) -> bool:
        """Whether the library was read from a reader's edition: only questions are written in it."""
        if self._edition is None:
            with self.read() as connection:
                self._edition = library_values.get(connection, "edition") is not None
        return self._edition

    def subscribe(self, heard: Callable[[ChangeSet], None]) -> Callable[[], None]:
        """Call ``heard`` with each change set; returns a function that ends this."""
        self._subscribers.append(heard)

        def end() -> None:
            if heard in self._subscribers:
                self._subscribers.remove(heard)

        return end

    @contextmanager
    def read(self) -> Generator[Connection]:
        """One read transaction."""
        with self.library.read() as connection:
            yield connection

    @contextmanager
    def write(
        self,
        label: str,
        *,
        sort: str = Sort.EDIT,
        intention: str | None = None,
        undoes: str | None = None,
    ) -> Generator[UnitOfWork]:
        """One intention; subscribers hear of it when the block has ended and the commit is done.

        Raises UserError, with nothing written, where it would change what belongs to a final briefing or
        to a reader's edition.
        """
        with self.library.write(
            label, self.author, sort=sort, intention=intention, undoes=undoes
        ) as under_way:
            self._introduce(under_way.unit)
            yield under_way.unit
            # Loaded with the first write, as the unit of work is.
            from briefing.services.finishing import refuse_final

            refuse_final(under_way.unit)
            self._refuse_edition(under_way.unit)
            if sort == Sort.EDIT:
                from briefing.services.drawn_marks import see_edited

                see_edited(under_way.unit)
        if under_way.done is not None:
            self._introduced = True
            with self._lock:
                self._told.add(under_way.done.id)
            self._tell(under_way.done)

    def _introduce(self, unit: UnitOfWork) -> None:
        person_id = self.author.person_id
        if person_id and not self._introduced and unit.get("person", person_id) is None:
            unit.add(Person(id=person_id, name=self._name))

    def _refuse_edition(self, unit: UnitOfWork) -> None:
        if self._edition is None:
            self._edition = library_values.get(unit.connection, "edition") is not None
        if self._edition:
            from briefing.services.editions import refuse_edition

            refuse_edition(unit, self.author)

    def _tell(self, done: ChangeSet) -> None:
        for heard in tuple(self._subscribers):
            heard(done)

    def catch_up(self) -> int:
        """Tell subscribers what others wrote (another window, the command line); how many sets."""
        with self._lock:
            told = set(self._told)
            with self.read() as connection:
                self._seen, found = journal.since(connection, self._seen, told)
            # Written before this look, so never met again.
            self._told -= told
        for done in found:
            self._tell(done)
        return len(found)

    def rename_person(self, name: str) -> None:
        """Give the person of this workspace a display name."""
        person_id = self.author.person_id
        if person_id is None:
            return
        with self.write("Name the analyst") as unit:
            unit.change("person", person_id, name=name)

    def person_name(self) -> str:
        """The display name of the person of this workspace."""
        if self.author.person_id is None:
            return self._name
        with self.read() as connection:
            found = records.get(connection, "person", self.author.person_id)
        return found.name if isinstance(found, Person) else self._name

    def close(self) -> None:
        """Let go of the library."""
        self._subscribers.clear()
        self.library.close()


def open_workspace(path: Path, author: Author, name: str = "") -> Workspace:
    """Open the library at ``path``, made with the sample briefing in it where there is none."""
    from briefing.services.shipping import ship_sample

    return Workspace(open_library(path, ship_sample), author, name)
