"""The published data sets that the reference set is taken from, as they are cited."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Sheet(StrEnum):
    """The tables, as the data sets that they come from."""

    STATES = "states"
    PACTS = "pacts"
    DISPUTES = "disputes"
    RIVALRIES = "rivalries"


@dataclass(frozen=True, slots=True)
class DataSet:
    """A published data set: how it is cited, and the last day or year that it tells of."""

    sheet: Sheet
    title: str
    short: str
    authors: tuple[tuple[str, str], ...]
    issued: str
    container: str
    until: str
    about: str


DATA_SETS: dict[Sheet, DataSet] = {
    one.sheet: one
    for one in (
        DataSet(
            Sheet.STATES,
            "State System Membership List, version 2016",
            "COW states 2016",
            (("", "Correlates of War Project"),),
            "2017",
            "Correlates of War",
            "2016-12-31",
            "States from the first to the last day on which they are counted as members of the system "
            "of states, which is not always the day on which they began. Capitals as compiled for "
            "the package peacesciencer.",
        ),
        DataSet(
            Sheet.PACTS,
            "Alliance Treaty Obligations and Provisions, version 4.01",
            "ATOP 4.01",
            (
                ("Leeds", "Brett Ashley"),
                ("Ritter", "Jeffrey M."),
                ("Mitchell", "Sara McLaughlin"),
                ("Long", "Andrew G."),
            ),
            "2018",
            "International Interactions 28 (2002)",
            "2016-12-31",
            "Alliances by the days on which their members were bound, which begin as a rule with the "
            "signature, and what each member pledged. An alliance without an end was in force when the "
            "data end; what became of it then is unknown.",
        ),
        DataSet(
            Sheet.DISPUTES,
            "Militarized Interstate Disputes, version 5.0",
            "COW MID 5.0",
            (
                ("Palmer", "Glenn"),
                ("McManus", "Roseanne W."),
                ("D'Orazio", "Vito"),
                ("Kenwick", "Michael R."),
            ),
            "2022",
            "Conflict Management and Peace Science 39 (2022)",
            "2014",
            "Disputes between two states in which one used force against the other (hostility 4) or "
            "both were at war (hostility 5), by years. Lesser disputes are left out.",
        ),
        DataSet(
            Sheet.RIVALRIES,
            "Strategic Rivalries, 1494-2020",
            "TSS 2020",
            (("Thompson", "William R."), ("Sakuwa", "Kentaro"), ("Suhas", "Prashant Hosur")),
            "2021",
            "Analyzing Strategic Rivalries in World Politics",
            "2020",
            "Pairs of states that saw each other as competitors, threats and enemies, by years. A "
            "rivalry that lasted when the data end has no end here.",
        ),
    )
}
