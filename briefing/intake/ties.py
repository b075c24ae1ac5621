"""Words that tell how two actors stand to each other, as patterns over one sentence."""

from __future__ import annotations

import re

from briefing.intake.readers.result import words

ARMS = (
    r"weapons?(?: systems?)?|arms|armaments|ammunition|munitions|(?:ballistic |cruise )?missiles?|"
    r"rockets?|shells|"
    r"rifles?|guns?|radars?|armou?red vehicles|small arms|rounds|submarines?|frigates?|corvettes?|warships?|"
    r"patrol (?:boats?|vessels?|ships?)|helicopters?|"
    r"(?:coastal |missile )batteries|military aircraft|bombs|mines|torpedoes|grenades|mortars|"
    r"drones?|artillery|tanks?|(?:fighter )?jets|warplanes?|military (?:hardware|equipment|"
    r"supplies|aid|goods)|"
    r"lethal (?:military )?aid|materiel|howitzers?|air defen[cs]e systems?"
)
_GIVE = (
    r"ship(?:ped|s|ping|ments? of)|suppl(?:y|ied|ies|ying)|transfer(?:red|s|ring)?|sen[dt]|sends|sending|"
    r"deliver(?:ed|s|ing)?|export(?:ed|s|ing)?|provid(?:e|ed|es|ing)|sold|sell(?:s|ing)?|gave|"
    r"giv(?:e|es|ing)"
)
TRANSFER = re.compile(
    rf"\b(?P<verb>{_GIVE})\b[^.;]{{0,90}}?\b(?:{ARMS})\b[^.;]{{0,70}}?\b(?:to|for) (?:the )?(?=[A-Z])"
)
TRANSFER_TO = re.compile(rf"\b(?P<verb>{_GIVE}) (?:the )?(?=[A-Z])")
MADE_BY = re.compile(
    rf"\b(?:{ARMS})\b[^.;]{{0,30}}?\b(?:manufactured|made|produced|supplied|provided|built|"
    rf"delivered) (?:by|in) (?=[A-Z])"
)
TECHNOLOGY = re.compile(
    r"\bmilitary[- ]technolog\w+(?: (?:cooperation|collaboration|co-operation|exchanges?|transfers?))?"
    r"(?: (?:with|to) (?:the )?(?=[A-Z]))?",
    re.IGNORECASE,
)
SANCTIONS = re.compile(r"\b[Ss]anction(?:s|ed)?\b")
FROM_BY = re.compile(r"\b[Ss]anctions[^.;]{0,40}? (?:from|by|of) (?:the )?(?=[A-Z])")
ON = re.compile(
    r"\b[Ss]anction(?:s|ed)(?: \w+){0,7}? (?:on|against|targeting|isolating) (?:the )?(?=[A-Z])"
)
BREACH = re.compile(r"\b(?:violat\w+|breach\w*|defy\w*|in defiance of|evad\w+|flout\w*|break\w*)\b")
#: Organisations that deal with states as states do, and armed groups.
POWERS = frozenset(
    (
        *("United Nations", "North Atlantic Treaty Organization", "European Union"),
        *(
            "United Nations Security Council",
            "African Union",
            "Arab League",
            "BRICS",
            "Quad",
            "AUKUS",
        ),
        *("Association of Southeast Asian Nations", "Gulf Cooperation Council", "OPEC", "OPEC+"),
        *(
            "Collective Security Treaty Organization",
            "Shanghai Cooperation Organisation",
            "Mercosur",
        ),
        *("Eurasian Economic Union", "Economic Community of West African States", "Group of Seven"),
        *("Organization of American States", "Alliance of Sahel States", "Group of Twenty"),
        *(
            "Organisation of Islamic Cooperation",
            "Non-Aligned Movement",
            "World Trade Organization",
        ),
        *(
            "International Criminal Court",
            "International Atomic Energy Agency",
            "European Commission",
        ),
        *("Organization for Security and Co-operation in Europe", "Council of Europe"),
        *("Hamas", "Hezbollah", "Houthis", "Islamic State", "al-Qaeda", "al-Shabaab", "Taliban"),
        *(
            "Palestinian Islamic Jihad",
            "Palestinian Authority",
            "Palestine Liberation Organization",
        ),
        *(
            "Kurdistan Workers' Party",
            "People's Protection Units",
            "Boko Haram",
            "Wagner Group",
            "M23",
        ),
        *("Rapid Support Forces", "Jabhat al-Nusra", "Hayat Tahrir al-Sham", "Fatah", "Peshmerga"),
        *("Islamic Revolutionary Guard Corps", "Quds Force", "Kurdistan Regional Government"),
    )
)
#: What else is called so is no club and no newspaper.
POWER = re.compile(
    r"\b(?:Alliance|Union of|League of|Pact|Treaty|Liberation|Brigades?|Army|Forces|Militia|Community of)\b"
)
#: Between "met" and a name: then the name is where it was, not whom.
ASIDE = re.compile(r" (?:in|at|of|from|on|by|near|during|after|before) |[,;:“”\"]")
#: The first letters of every word: what a sentence may tell of follows from them, and is looked for then.
BEGINNINGS = re.compile(r"\b[a-z]{2,4}")
GIVING = words(
    "cont deal equi arme "
    "ship supp tran sent send deli expo prov sold sell gave give givi manu made prod buil boug buy buys "
    "buyi purc acqu rece impo orde obta used uses usin sour"
)
ARMING = words(
    "weap arms arma ammu muni miss ball crui rock shel dron arti tank jet jets figh warp mili leth mate "
    "howi air rifl gun guns rada armo smal roun subm frig heli coas bomb mine torp gren mort corv wars patr"
)
TECHNICAL = words("tech")
SANCTIONING = words("sanc")
PARTNERING = words("part defe mutu coll secu")
FIGHTING = words("war wars inva offe aggr figh conf host clas foug")
DISPUTING = words("stan disp tens riva conf row feud quar stal accu reca cut seve brok expe")
NEUTRALS = words("neut refr abst not stay")
ALLYING = words("ally alli")
JOINING = words("join memb acce leav left quit with susp belo")
MEETING = words(
    "met meet talk visi host summ call phon tele arri trav nego spok rece conf welc agre held hold paid"
)
TOGETHER = words("war figh conf host clas aggr foug agre met meet held hold nego")
PARTNERSHIP = re.compile(r"\bstrategic partnership\b", re.IGNORECASE)
COMPREHENSIVE = re.compile(r"\bcomprehensive partnership\b", re.IGNORECASE)
TREATY = re.compile(r"\b(?:treaty|agreement|pact|accord)\b", re.IGNORECASE)
SIGNED = re.compile(r"\bsign(?:ed|ing|s|ature|atories)\b", re.IGNORECASE)
DEFENCE = re.compile(
    r"\b(?:mutual[- ](?:defen[cs]e|assistance|aid)|defen[cs]e (?:pact|treaty|agreement)|"
    r"collective defen[cs]e|"
    r"security guarantees?)\b",
    re.IGNORECASE,
)
ALLIES = re.compile(
    r"\b(?:its|their|treaty|key|close|closest|regional) (?:\w+ )?all(?:y|ies),?(?: such as|"
    r" including| like)? (?=[A-Z])"
)
PAIR = r"(?P<a>[A-Z][\w.]{1,20}(?: [A-Z]\w{1,20})?)[-–](?P<b>[A-Z][\w.]{1,20}(?: [A-Z]\w{1,20})?)"
PAIR_WAR = re.compile(rf"\b{PAIR} (?:war|conflict|fighting|hostilities|border war)\b")
WAR = re.compile(
    r"\b(?:war (?:on|against|with)|invasion of|invad\w+|offensive (?:on|in|against)|"
    r"aggression (?:on|against)|fighting(?: (?:against|with))?) (?:the )?(?=[A-Z])"
)
WAR_BETWEEN = re.compile(
    r"\b(?:war|fighting|conflict|hostilities|clashes) between (?:the )?(?=[A-Z])"
)
DISPUTE = re.compile(
    r"\b(?:stand-?off|dispute|tensions?|rivalry|confrontation|row|feud|quarrel|stalemate) (?:with|"
    r"between|against) (?:the )?(?=[A-Z])"
)
NEUTRAL = re.compile(
    r"\bneutral(?:ity)?\b|\b(?:refrain\w*|abstain\w*) from (?:providing|supplying|sending|arming)|"
    r"\bnot (?:to )?(?:provide|supply|send|arm)\w*|\bstay\w* out of\b"
)
MEMBER = re.compile(
    r"\b(?:joined|joins|joining|member of|membership of|acceded to|accession to) (?:the )?(?=[A-Z])"
)
CONTACT = re.compile(
    r"\b(?:met(?: with)?|meets(?: with)?|meeting with|held talks with|talks with|visit(?:ed|s|"
    r"ing)?(?: to)?|hosted(?! by)|hosts|"
    r"summit with|(?:phone |telephone )?call with|arrived in|travelled to|traveled to|"
    r"negotiat\w+ with) (?:the )?(?=[A-Z\w])"
)
NOT = re.compile(
    r"\b(?:not|never|without|no|refus\w+|refrain\w*|den(?:y|ied|ies)|stop\w*|halt\w*)\b",
    re.IGNORECASE,
)
HINT = re.compile(
    r"\b(?:hint\w*|possib\w+|potential\w*|could|may|might|openness|consider\w*|explor\w+|suggest\w*)\b",
    re.IGNORECASE,
)
PLAN = re.compile(
    r"\b(?:plan\w*|will|would|schedul\w+|intend\w*|prepar\w+|promis\w+|pledg\w+|vow\w*)\b",
    re.IGNORECASE,
)
ENDED = re.compile(
    r"\b(?:ended|expired|lapsed|withdrew from|terminated|former|abrogated|lifted)\b", re.IGNORECASE
)
CLAIMED = re.compile(
    r"\b(?:claim\w*|alleg\w+|accus\w+|report(?:ed|edly|s)?|stat(?:ed|es)|estimat\w+|suspect\w*|"
    r"according to|assert\w*|if\b)",
    re.IGNORECASE,
)
