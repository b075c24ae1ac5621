"""A person with a library and a key, who packs and merges."""

from __future__ import annotations

from briefing.exchange import signature
from briefing.services import editing, merging, packing
from briefing.services.workspace import open_workspace
from briefing.store.records import get
from tests.builders import empty_workspace, rows


class Analyst:
    """A person with a library and a key."""

    def __init__(self, folder, author, *, sample=False):
        folder.mkdir()
        self.folder = folder
        self.ws = (
            open_workspace(folder / "test.briefings", author)
            if sample
            else empty_workspace(folder, author)
        )
        self.key = signature.own_key(folder / "key")

    def pack(self, *ids, **how):
        prepared = packing.prepare(self.ws, ids or ["b"], key=self.key, **how)
        return packing.write(prepared, self.folder / "out.briefpack", self.key)

    def preview(self, path):
        return merging.preview(self.ws, merging.open_pack(path, key=self.key))

    def merge(self, path):
        return merging.merge(self.ws, merging.open_pack(path, key=self.key))

    def value(self, kind, key, field):
        with self.ws.read() as connection:
            return getattr(get(connection, kind, key), field)

    def edit(self, kind, key, **fields):
        editing.change_fields(self.ws, kind, key, **fields)

    def records(self):
        return {kind: found for kind, found in rows(self.ws).items() if kind != "person"}
