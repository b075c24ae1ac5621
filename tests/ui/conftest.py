"""A window on a library of its own, for tests that need no more than one."""

from __future__ import annotations

import pytest

from briefing.services.workspace import open_workspace
from briefing.settings import load_settings
from briefing.ui import theme as themes
from briefing.ui.app import make_window
from tests.builders import ME


@pytest.fixture
def window(qapp, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFING_CONFIG", str(tmp_path / "config"))
    (tmp_path / "config").mkdir()
    workspace = open_workspace(tmp_path / "a.briefings", ME)
    theme = themes.install(qapp, "light", 100)
    made = make_window(workspace, load_settings())
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    workspace.close()
    theme.apply("light", 100)
