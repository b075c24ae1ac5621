"""Offices told in small letters beside a name: "North Korean leader Kim", "Lavrov, Russia's minister,"."""

from __future__ import annotations

import re

from briefing.intake.bodies import called_after
from briefing.intake.readers.result import words

_NOUNS = (
    "leader|president|premier|prime minister|minister|chancellor|ambassador|envoy|secretary|secretary of "
    "state|secretary general|secretary-general|spokesman|spokeswoman|spokesperson|commander|king|queen|"
    "commander-in-chief|prince|crown prince|emperor|emir|sultan|chairman|chairwoman|governor|mayor|speaker|"
    "dictator|negotiator|chief of staff|chief executive|general|admiral|director|commissioner|senator|"
    "representative|congressman|congresswoman|lawmaker|vice president|vice-president|director general|"
    "director-general"
)
_OF = r"(?P<of>(?:[A-Z][\w.]{0,20} )?[A-Z][\w.]{0,20})(?:[’']s)?"
_TITLE = rf"(?P<title>(?:[a-z-]{{2,14}} ){{0,3}}(?:{_NOUNS}))"
_BEFORE = re.compile(rf"(?<![\w]){_OF} {_TITLE},? $")
_AFTER = re.compile(rf", (?:the )?{_OF} {_TITLE}(?=[,.;:]| (?:who|said|told))")
_REACH = 90
#: What stands before an office and is none of it.
_NOT = words("former then late longtime ousted ex exiled incoming outgoing and or the said a an")


def office_beside(text: str, start: int, end: int) -> tuple[str, str] | None:
    """The office told beside a name that stands from start to end, and the ISO code of whose it is.

    None where there is none, or where it is no state's.
    """
    low = max(0, start - _REACH)
    for match in (_BEFORE.search(text[low:start]), _AFTER.match(text, end, end + _REACH)):
        if match is None or set(match["title"].split(" ")[:-1]) & _NOT:
            continue
        name = match["of"]
        iso = called_after(name) or called_after(name.split(" ")[-1])
        if iso:
            return match["title"], iso
    return None
