"""Words that tell that somebody speaks, thinks or shows: verbs with what may follow them, nouns, phrases.

The verbs stand in their base form and with their frames; the other forms are made by rule, the irregular
ones are listed. The lists are this project's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from briefing.intake.readers.result import words as word_set

#: Frames of a verb.
QUOTED: Final = 1  # words in marks stand before or after it: "…," she said
CLAUSE: Final = 2  # a clause with or without "that"
TO: Final = 4  # an infinitive: promised to leave
OBJECT: Final = 8  # a noun phrase that is what was said: announced a plan, denied the charge
HEARER: Final = 16  # a person first, then what was said: told them that
AS: Final = 32  # a phrase and "as": described it as a mistake
NAMING: Final = 64  # a phrase and what it is called: called it a mistake
AFTER: Final = 128  # may follow what was said: it is late, officials say
DENIES: Final = 256  # what is said is that something is not so
WEAK: Final = 512  # is no cue without a clause, marks or an infinitive
WRITTEN: Final = 1024  # what is shown or written, not said: the report shows

# Which prepositions begin what was said, after the verb and a bar.
_VERBS: Final = {
    QUOTED | CLAUSE | AFTER: (
        "say|of add argue insist note reiterate remark|on|about explain assert contend maintain "
        "concede caution|against recall joke|about|that quip lament counter comment|on opine observe "
        "stress emphasize emphasise underline underscore state declare affirm testify|about exclaim "
        "retort reply respond muse|about quote boast|about|of brag|about complain|about|of "
        "speculate|about allege claim acknowledge admit confess|to predict confide clarify reaffirm "
        "elaborate|on interject reason venture theorize posit profess proclaim protest whisper shout "
        "yell scream chant mutter murmur announce reveal disclose confirm repeat signal hint|at imply "
        "gripe|about grumble|about fume|about rant|about gush|about marvel|at crow|about chide "
        "counsel interrupt assess agree|with disagree|with cry sigh crack mention point_out "
        "write|about|of tweet|about post|about blog|about read estimate forecast guess surmise charge "
        "concur demur attest report|on stipulate vouch growl snap thunder bellow chime_in shoot_back "
        "fire_back hit_back conclude push_back weigh_in go_on_to_say vent grouse bark scoff sniff "
        "mumble holler roar bristle tease jibe beam gasp laugh chuckle smile shrug nod boom exhort "
        "snipe|at wonder|about react|to sing|of|about "
        "groan moan wail hiss snarl sputter retweet deadpan intone plead rail|against sneer pronounce "
        "sum_up spell_out lay_out put_it make_clear make_it_clear call_out speak_out sign_off"
    ),
    QUOTED | CLAUSE | HEARER | AFTER: (
        "tell|about|of remind|of inform|of|about assure|of warn|of|about|against advise|against|on "
        "notify|of reassure|about brief|on ask|about|for"
    ),
    QUOTED | CLAUSE | WEAK: (
        "continue answer ask|about|for respond|to object|to greet offer share text email "
        "write|about speak|of|about talk|about"
    ),
    CLAUSE | AFTER: (
        "think|of|about believe|in suspect fear hope|for worry|about doubt suppose figure reckon "
        "presume expect assume feel know|of|about realize realise understand remember dream|of|about "
        "wish|for imagine decide|on consider"
    ),
    CLAUSE | AFTER | WRITTEN: (
        "show find suggest indicate demonstrate prove illustrate reflect detail document reckon "
        "project calculate determine rule certify"
    ),
    CLAUSE | WEAK: (
        "learn|of hear|about|of see notice discover recognize recognise anticipate envision foresee "
        "conceive fathom forget regret pray ensure mean pretend swear bet appear seem "
        "ponder question deem judge vote|for|against accept"
    ),
    CLAUSE | TO: (
        "vow pledge promise threaten|with agree|to|on swear hope expect decide claim propose demand "
        "request beg ask vote plead resolve"
    ),
    TO: (
        "plan|for intend want offer refuse decline seek aim|for wish prefer opt prepare volunteer "
        "hesitate"
    ),
    CLAUSE | OBJECT: (
        "announce propose demand request recommend suggest reveal disclose confirm acknowledge admit "
        "claim predict deny dispute allege promise pledge vow threaten declare explain mention cite "
        "emphasize emphasise stress highlight underscore report describe detail outline concede "
        "reiterate question fear doubt forecast project estimate expect proclaim advocate consider "
        "understand urge"
    ),
    OBJECT: (
        "discuss criticize criticise praise condemn denounce reject dismiss defend support oppose "
        "endorse welcome mock ridicule slam blast attack decry deplore deride disavow renounce "
        "repudiate refute rebut rebuke tout hail applaud laud commend salute blame back bash lambaste "
        "lambast castigate assail downplay echo express voice pitch preach embrace favor favour "
        "bemoan rip trash skewer pan hammer belittle disparage admire dislike resent distrust "
        "mistrust contradict counter reference quote note boo approve regret welcome back protest "
        "commend disown scorn berate chastise admonish scold tease praise want weigh mull view see "
        "disclaim affirm applaud demand describe portray characterize characterise thank compare"
    ),
    HEARER | TO: (
        "urge ask tell order encourage advise press implore beg exhort call_on instruct direct invite "
        "warn request remind persuade push require command challenge"
    ),
    HEARER | OBJECT: (
        "accuse|of blame|for criticize|for praise|for thank|for fault|for attack|for credit|with|for "
        "congratulate|on question|about quiz|about grill|about press|on suspect|of convince|of "
        "assail|for mock|for slam|for blast|for hit|for charge|with"
    ),
    AS: (
        "describe dismiss characterize characterise portray depict denounce decry deride hail cast "
        "paint view see regard reject condemn brand criticize criticise define refer_to praise tout "
        "mock label present blast slam frame bill cite identify interpret ridicule disparage attack "
        "perceive"
    ),
    NAMING: (
        "call label dub brand nickname liken|to term deem consider name declare style pronounce think "
        "find"
    ),
}
_PREPOSITIONAL: Final = (
    "call|for|on call|upon push|for advocate|for argue|for|against appeal|for|to press|for "
    "lobby|for|against plead|for speak|of|about|against|out talk|about|of refer|to allude|to "
    "point|to object|to agree|with|on|to disagree|with side|with insist|on focus|on dwell|on "
    "comment|on elaborate|on react|to respond|to rail|against protest|against vote|for|against "
    "believe|in care|about worry|about complain|about|of warn|of|about|against boast|of|about "
    "brag|about joke|about hint|at lash|out inquire|about ask|about|for look|for|forward hope|for "
    "wish|for testify|about apologize|for apologise|for confess|to admit|to attest|to "
    "threaten|with dream|of think|of|about approve|of disapprove|of warm|to campaign|for|against "
    "opine|on bargain|for wonder|about know|about learn|of|about hear|about|of aim|for "
    "plan|for|on say|of|about write|of|about tweet|about read|about"
)
_DENIALS: Final = (
    "deny dispute refute rebut reject dismiss disavow repudiate contradict renounce decry "
    "disclaim doubt contest rebuff"
)
#: Past, participle where it differs.
_IRREGULAR: Final = {
    "say": "said", "tell": "told", "write": "wrote written", "think": "thought", "know": "knew known",
    "feel": "felt", "find": "found", "show": "showed shown", "hold": "held", "see": "saw seen",
    "hear": "heard", "sing": "sang sung", "speak": "spoke spoken", "swear": "swore sworn",
    "read": "read", "put": "put",
    "make": "made", "go": "went gone", "begin": "began begun", "understand": "understood",
    "mean": "meant", "shoot": "shot", "lay": "laid", "spell": "spelled", "hit": "hit",
    "cast": "cast", "paint": "painted", "forecast": "forecast", "foresee": "foresaw foreseen",
    "forget": "forgot forgotten", "bet": "bet", "rip": "ripped", "dream": "dreamed",
    "retweet": "retweeted", "quip": "quipped", "learn": "learned learnt", "misspeak": "misspoke misspoken",
}  # fmt: skip
#: Doubled before an ending though the word has more than one beat.
_DOUBLED: Final = word_set(
    "admit prefer regret refer rebut concur demur label model program confer"
)
_DOUBLING: Final = re.compile(r"(?:^|[^aeiou])[^aeiou]?[aeiou][bdgklmnprt]$|^qu[aeiou][pt]$")

PAST: Final = 1
PRESENT: Final = 2
ING: Final = 4
BASE: Final = 8
PARTICIPLE: Final = 16


@dataclass(frozen=True, slots=True)
class Verb:
    """A form of a cue verb: its frames, the prepositions that begin its content, which form it is."""

    base: str
    frames: int
    prepositions: frozenset[str]
    form: int

    def has(self, frames: int) -> bool:
        """Whether one of these frames is its own."""
        return bool(self.frames & frames)


def forms(base: str) -> dict[str, int]:
    """The forms of a verb, each with what it may be: ``forms("deny")["denied"]`` is past and participle."""
    made: dict[str, int] = {}

    def put(word: str, form: int) -> None:
        made[word] = made.get(word, 0) | form

    put(base, BASE | PRESENT)
    if re.search(r"[^aeiou]y$", base):
        put(base[:-1] + "ies", PRESENT)
    else:
        put(base + ("es" if re.search(r"(?:s|x|z|ch|sh|o)$", base) else "s"), PRESENT)
    stem = base
    if base in _DOUBLED or (_DOUBLING.search(base) and _beats(base) == 1):
        stem = base + base[-1]
    put((base[:-1] if re.search(r"[^eoy]e$", base) else stem) + "ing", ING)
    if base in _IRREGULAR:
        past, *participle = _IRREGULAR[base].split()
        put(past, PAST)
        put(participle[0] if participle else past, PARTICIPLE)
    else:
        past = base + "d" if base.endswith("e") else stem + "ed"
        if re.search(r"[^aeiou]y$", base):
            past = base[:-1] + "ied"
        put(past, PAST | PARTICIPLE)
        if stem != base and base.endswith("el"):
            put(base + "ed", PAST | PARTICIPLE)  # labelled, labeled
            put(base + "ing", ING)
    return made


def _beats(word: str) -> int:
    return len(re.findall(r"[aeiouy]+", word[:-1] if word.endswith("e") else word))


def _lexicon() -> tuple[dict[str, Verb], dict[str, tuple[tuple[tuple[str, ...], int], ...]]]:
    frames: dict[str, int] = {}
    prepositions: dict[str, set[str]] = {}
    particles: dict[str, dict[str, int]] = {}
    for flags, listed in _VERBS.items():
        for item in listed.split():
            word, *after = item.split("|")
            base, *rest = word.split("_")
            if rest:
                particles.setdefault(base, {})[" ".join(rest)] = flags
                continue
            before = frames.get(base, flags)
            frames[base] = (before | flags) & ~WEAK | (before & flags & WEAK)
            prepositions.setdefault(base, set()).update(after)
    for item in _PREPOSITIONAL.split():
        base, *after = item.split("|")
        frames.setdefault(base, WEAK)
        prepositions.setdefault(base, set()).update(after)
    for base in _DENIALS.split():
        frames[base] = frames.get(base, OBJECT) | DENIES
    words: dict[str, Verb] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for base, flags in frames.items():
        for word, form in forms(base).items():
            words[word] = Verb(base, flags, frozenset(prepositions.get(base, ())), form)
    for base, several in particles.items():
        for word, form in forms(base).items():
            words.setdefault(word, Verb(base, WEAK, frozenset(), form))
            for rest, flags in several.items():
                phrases.setdefault(word, []).append((tuple(rest.split()), flags))
    return words, {word: tuple(sorted(rest, reverse=True)) for word, rest in phrases.items()}


#: Every form of every cue verb; and the words that must follow a form to make it one.
VERBS, PARTICLES = _lexicon()

#: Nouns that carry what somebody says: "his claim that …", "a warning from …".
NOUNS: Final = word_set(
    "point case statement claim belief promise view warning assertion argument allegation accusation "
    "announcement insistence suggestion contention admission acknowledgment acknowledgement "
    "assessment conclusion opinion comment remark pledge vow threat prediction declaration "
    "assurance complaint charge hope fear concern suspicion confidence reminder confirmation "
    "denial proposal call demand recommendation revelation observation notion sense impression "
    "doubt statements claims beliefs promises views warnings assertions arguments allegations "
    "accusations announcements suggestions contentions assessments conclusions opinions "
    "comments remarks pledges vows threats predictions declarations assurances complaints "
    "charges hopes fears concerns suspicions proposals calls demands recommendations "
    "revelations observations doubts denials"
)

#: Verb forms that are more often nouns after a noun: "the television show", "their travel plans".
ALSO_NOUNS: Final = word_set(
    "show shows plan plans report reports claim claims state states demand demands remark "
    "remarks detail details view views call calls hope hopes fear fears doubt doubts note notes "
    "comment comments project projects charge charges promise promises pledge pledges threat "
    "threats request requests dispute protest protests attack attacks praise question questions "
    "answer answers post posts tweet tweets email emails text offer offers counsel venture "
    "ventures concern concerns worry worries estimate estimates forecast forecasts guess vow "
    "vows quote quotes blog blogs joke jokes sign signs signal signals hint hints need needs "
    "want aim aims bill bills cast casts brand brands label labels term terms frame frames name "
    "names judge judges vote votes support love hate dream dreams wish wishes order orders "
    "command commands challenge challenges balance press point points address addresses voice "
    "voices champion champions toast pitch favor favour back backs host share shares rule rules "
    "start starts finish open close speech talk talks cry sigh crack whisper shout yell scream "
    "chant chants mutter study bet bash blast hail rip pan trash hit hits fault credit grill "
    "quiz reply response object objects document documents mention mentions lament sneer snap "
    "growl regret regrets respect boo protest contest hammer insult insults tout schedule "
    "welcome approach measure figure figures reason reasons sense present request read reads "
    "boast boasts rebuke envy pronounce profile salute slam slams preview value values suspect "
    "suspects experience invite advocate advocates reference references protest repeat reflect "
    "rail rails commend brag concur notice find finds appeal appeals campaign campaigns lobby "
    "lobbies side sides focus care lash look looks bargain"
)

_PLAIN_PAST: Final = (
    "gave took made got came kept brought became led won lost sent built paid bought sold ran "
    "fell grew rose stood sat spent taught caught fought sought broke chose drove drew ate flew "
    "threw wore met went did had let put set gives takes makes gets comes goes keeps brings "
    "becomes remains includes leads leaves wins loses sends builds pays buys sells stands sits "
    "spends chooses lies dies follows creates provides allows helps happened seemed appeared "
    "needs"
)
#: Forms that are verbs and nothing else, none of them a cue: where they stand, no noun phrase goes on.
PLAIN: Final = frozenset(_PLAIN_PAST.split())

#: Verbs after which a clause stands without "that".
BARE: Final = word_set(
    "say think believe suggest show claim note insist hope fear argue indicate reveal "
    "acknowledge predict report confirm admit know feel find expect warn deny wish guess "
    "suspect recall estimate bet assume figure imply contend allege concede swear vow "
    "promise seem see remember mean understand realize realise doubt tell learn complain joke "
    "explain observe lament boast quip write worry imagine reckon"
)
#: Verbs that do not close a sentence of indirect speech: "…, they think" is no report.
NEVER_AFTER: Final = word_set(
    "think decide hold agree state ask rule show comment know respond realize realise "
    "understand remember consider feel hope expect begin continue"
)
#: What one is told to be of something: "is confident that", "are afraid of".
FEELINGS: Final = word_set(
    "sure certain confident convinced aware concerned worried afraid hopeful optimistic "
    "pessimistic skeptical sceptical surprised happy unhappy glad proud disappointed adamant "
    "satisfied grateful sorry doubtful pleased angry upset furious alarmed dismayed encouraged "
    "troubled unaware fearful clear outraged"
)
