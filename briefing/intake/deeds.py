"""What verbs and nouns tell of a deed, as root codes of CAMEO (Schrodt, 2012), kept as text."""

from __future__ import annotations

import re

#: Root code → the words that tell of it; the first that fits decides, so the narrower stand first.
_WORDS: tuple[tuple[str, str], ...] = (
    (
        "20",
        r"massacr\w+|genocide|ethnic cleansing|chemical attack\w*|nuclear strike\w*|mass killing\w*",
    ),
    (
        "15",
        r"missile tests?|nuclear tests?|test[- ]fir\w+|tested (?:a|an|its|the) \w*|mobili[sz]\w+|"
        r"military (?:parade|drill|exercise)s?|deploy\w*|fired \w+ ballistic|launch\w* (?:a|an|two|three|"
        r"several|its) (?:ballistic |cruise |hypersonic )?missiles?",
    ),
    (
        "19",
        r"attack\w*|invad\w+|invasion|air ?strikes?|shell(?:ed|ing)|bomb(?:ed|ing|ings)|struck|clash\w*|"
        r"fight(?:ing|s)?|fought|war|battle|offensive|ambush\w*|shot down|occupied|seized control",
    ),
    (
        "18",
        r"kill(?:ed|ing|s)|assassinat\w+|wounded|kidnap\w*|abduct\w*|tortur\w+|assault\w*|hostages?",
    ),
    (
        "17",
        r"accident|collid\w+|arrest\w*|detain\w*|expel\w*|expuls\w+|deport\w*|seiz\w+|confiscat\w+|curfew|crackdown|coerc\w+",
    ),
    (
        "16",
        r"sanction\w*|embargo\w*|boycott\w*|cut (?:off )?ties|sever\w* (?:ties|relations)|withdr\w+|"
        r"suspend\w*|recall\w* (?:its|the) ambassador|broke off",
    ),
    ("14", r"protest\w*|demonstrat\w+|rall(?:y|ied|ies)|strike action|hunger strike\w*|riot\w*"),
    ("13", r"threat\w*|warn\w*|ultimatum"),
    ("12", r"reject\w*|refus\w+|den(?:y|ied|ies|ial|ials)|veto\w*|dismiss\w*"),
    ("11", r"accus\w+|criticis\w+|criticiz\w+|condemn\w*|denounc\w+|blam\w+|complain\w*"),
    ("10", r"demand\w*|insist\w*"),
    ("09", r"investigat\w+|inquiry|inspect\w*|prob(?:e|ed|es)"),
    (
        "08",
        r"ceasefire|cease-fire|truce|releas\w+|conced\w+|lift\w* (?:the )?sanctions|eas(?:e|ed|ing) "
        r"(?:the )?sanctions|surrender\w*|resign\w*|dissolv\w+|apologi[sz]\w+",
    ),
    (
        "07",
        r"received?|bought|buys?|ship(?:ped|ping|s|ments?)?|suppl(?:y|ied|ies|ying)|aid|donat\w+|transfer\w*|deliver\w*|export\w*|"
        r"provid\w+|sold|sell|sent|send",
    ),
    (
        "06",
        r"joint (?:exercise|drill|manoeuvre|maneuver)s?|trade(?:d)?|shar(?:e|ed|ing) intelligence|"
        r"cooperat\w+",
    ),
    (
        "05",
        r"sign(?:ed|ing|s|ature)?|treaty|pact|ratif\w+|recogni[sz]\w+|prais\w+|endors\w+|alliance|joined|memorandum|"
        r"agreement|"
        r"defend\w*|apprecia\w+",
    ),
    (
        "04",
        r"welcom\w+|"
        r"met|meet(?:ing|ings|s)?|visit\w*|talks|summit|phone call|telephone\w*|call(?:ed)? with|host\w*|"
        r"arriv\w+|negotiat\w+|consult\w*|conference|attend\w*",
    ),
    (
        "03",
        r"will|plan(?:s|ned|ning)?|intend\w*|pledg\w+|promis\w+|vow\w*|offer\w*|agree[sd]?|schedul\w+",
    ),
    ("02", r"urg(?:e|ed|es|ing)|appeal\w*|call\w* (?:on|for)|request\w*|propos\w+"),
    ("01", r"said|says|stat\w+|announc\w+|declar\w+|told|claim\w*|alleg\w+|express\w+|remark\w*"),
)
#: One group a code: the text is gone through once.
_DEEDS = re.compile(
    r"(?<![\w-])(?:" + "|".join(f"(?P<c{code}>{words})" for code, words in _WORDS) + r")(?![\w-])"
)
#: Codes of weak words, which decide only where nothing else is told.
_WEAK = frozenset(("c01", "c03"))
_QUIET = re.compile(r"[“\"][^“”\"\n]{0,400}[”\"]")


def root_code(words: str) -> str:
    """The CAMEO root code of what a sentence tells, "04" for a visit; empty where no word tells.

    What somebody is quoted with is theirs and is not looked at.
    """
    plain = _QUIET.sub(" ", words).lower()
    weak = ""
    for match in _DEEDS.finditer(plain):
        code = match.lastgroup or ""
        if code not in _WEAK:
            return code[1:]
        weak = weak or code[1:]
    return weak
