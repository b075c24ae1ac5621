"""Settings survive a restart, a damaged file and a folder that refuses."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.i18n import _, ngettext
from briefing.settings import Settings, load_settings


@pytest.fixture
def file(tmp_path):
    return tmp_path / "config" / "settings.toml"


def test_first_start_makes_ids_that_stay(file):
    first = load_settings(file)
    assert uuid.UUID(first.device_id) != uuid.UUID(first.person_id)
    assert first.message == ""
    again = load_settings(file)
    assert (again.device_id, again.person_id) == (first.device_id, first.person_id)


def test_neither_login_nor_host_is_written(file, login_and_host):
    load_settings(file)
    words = file.read_text("utf-8")
    assert not any(word in words for word in login_and_host)


def test_changes_survive_a_restart(file):
    settings = load_settings(file)
    settings.theme, settings.text_scale, settings.seen_welcome = "dark", 150, True
    settings.person_name, settings.export_folder = 'Ana "A" O\\Neill', "/home/a b/exports"
    settings.save()
    assert load_settings(file) == settings
    assert [path.name for path in file.parent.iterdir()] == ["settings.toml"]


@given(name=st.text())
def test_any_name_can_be_kept(tmp_path_factory, name):
    path = tmp_path_factory.mktemp("names") / "settings.toml"
    settings = Settings(path=path, person_name=name, device_id=str(uuid.uuid4()))
    settings.save()
    kept = load_settings(path)
    assert kept.message == ""
    assert kept.person_name == name


def test_a_damaged_file_is_kept_aside_and_said(file):
    file.parent.mkdir()
    file.write_bytes(b"theme = \xff\xfe not toml")
    settings = load_settings(file)
    assert settings.theme == "system"
    assert "settings.toml.broken" in settings.message
    assert file.with_name("settings.toml.broken").read_bytes().startswith(b"theme = \xff")


def test_values_of_the_wrong_kind_fall_back(file):
    file.parent.mkdir()
    file.write_text('theme = 3\ntext_scale = 900\nperson_name = "Ana"\ndevice_id = "laptop"\n')
    settings = load_settings(file)
    assert settings.theme == "system"
    assert settings.text_scale == 200
    assert settings.person_name == "Ana"
    assert uuid.UUID(settings.device_id)


def test_a_folder_that_refuses_does_not_stop_the_start(tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    settings = load_settings(in_the_way / "settings.toml")
    assert settings.theme == "system"
    assert settings.message


def test_messages_stand_as_written_without_a_translation():
    assert _("No such sentence is translated") == "No such sentence is translated"
    assert ngettext("one note", "many notes", 1) == "one note"
    assert ngettext("one note", "many notes", 2) == "many notes"
