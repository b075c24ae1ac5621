"""The variables of a CSL-JSON item, as the schema of CSL 1.0.2 (Citation Style Language) has them.

Whatever is no variable of these belongs into ``custom``: the schema lets nothing else stand.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Lists of names.
NAMES = _words(
    "author chair collection-editor compiler composer container-author contributor curator director"
    " editor editorial-director executive-producer guest host illustrator interviewer narrator"
    " organizer original-author performer producer recipient reviewed-author script-writer"
    " series-creator translator"
)
#: Dates: their parts, or a text that is none.
DATES = _words("accessed available-date event-date issued original-date submitted")
#: Texts that may be numbers.
NUMBERS = _words(
    "chapter-number citation-number collection-number edition first-reference-note-number issue"
    " locator number number-of-pages number-of-volumes page page-first part printing supplement"
    " volume"
)
#: Texts.
TEXTS = _words(
    "abstract annote archive archive-place archive_collection archive_location authority call-number"
    " citation-key citation-label collection-title container-title container-title-short dimensions"
    " division DOI event event-place event-title genre ISBN ISSN journalAbbreviation jurisdiction"
    " keyword language medium note original-publisher original-publisher-place original-title"
    " part-title PMCID PMID publisher publisher-place references reviewed-genre reviewed-title scale"
    " section shortTitle source status title title-short URL version volume-title volume-title-short"
    " year-suffix"
)
#: What the specification calls otherwise than the schema does.
OTHER_NAMES = {
    "part-number": "part",
    "printing-number": "printing",
    "supplement-number": "supplement",
}
#: Parts of a name.
NAME_PARTS = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal")
#: What a reader of a source noted for himself; it is nobody else's.
REMARKS = _words("annote note")
#: The key in ``custom`` under which our own fields stand, in our own files.
OWN = "briefing"
#: Fields of a source for which CSL has no variable.
OWN_FIELDS = (
    *("reliability", "reliability_reason", "descriptor"),
    *("level_of_access", "track_record", "bias"),
)
