from __future__ import annotations

import dataclasses

import pytest

from briefing.export.report import KeyJudgment, SummaryReport, Words


def test_a_report_stands_as_it_was_made():
    report = SummaryReport(title="T", marking="TLP:CLEAR", as_of="19 June 2024")
    with pytest.raises(dataclasses.FrozenInstanceError):
        report.title = "Other"


def test_an_assessment_of_fact_has_no_band():
    judgment = KeyJudgment((Words("It is so."),), confidence="High confidence.")
    assert (judgment.term, judgment.low, judgment.high) == ("", None, None)
