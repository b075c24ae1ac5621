"""Make ``resources/reference`` out of published tables of states, alliances, disputes and rivalries.

Usage: ``python tools/make_reference.py FOLDER`` where FOLDER holds ``states.csv`` and ``capitals.csv``
(Correlates of War state system 2016, capitals as in peacesciencer), ``atop_alliances_v4.csv`` and
``atop_members_v4.csv`` (ATOP 4.01), ``cow_mid_dyad_years.csv`` (COW MID 5.0) and
``strategic_rivalries_tss.csv`` (Thompson, Sakuwa and Suhas). Facts are taken from them: who was party to
what from when until when. The tables themselves are not carried.

A state of the tables can be several states of history (365 is the Russian Empire, the Soviet Union and
Russia): ``ERAS`` parts them by day, and a membership that runs across is parted there, too.
"""
# long because: a third of it is the eras and names that the tables lack, beside what reads them.

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "resources" / "reference"
FOREVER = "9999-12-31"

Row = dict[str, str]

#: code → (key, name, first day, last day, ISO 3166 of today, ISO codes of the successors' territory)
ERAS: dict[str, list[tuple[str, str, str, str, str, str]]] = {
    "255": [
        ("prussia", "Prussia", "", "1871-01-17", "", ""),
        ("germany", "Germany", "1871-01-18", "", "DE", ""),
    ],
    "260": [("west-germany", "West Germany", "1949-05-23", "1990-10-02", "", "DE")],
    "265": [("east-germany", "East Germany", "1949-10-07", "1990-10-02", "", "DE")],
    "300": [("austria-hungary", "Austria-Hungary", "", "1918-11-12", "", "AT HU CZ SK SI HR BA")],
    "315": [("czechoslovakia", "Czechoslovakia", "1918-10-28", "1992-12-31", "", "CZ SK")],
    "325": [
        ("sardinia", "Kingdom of Sardinia", "", "1861-03-16", "", ""),
        ("italy", "Italy", "1861-03-17", "", "IT", ""),
    ],
    "327": [("papal-states", "Papal States", "", "1870-09-20", "", "")],
    "345": [
        ("serbia", "Serbia", "", "1918-11-30", "RS", ""),
        ("yugoslavia", "Yugoslavia", "1918-12-01", "1992-04-26", "", "RS HR SI BA ME MK XK"),
        (
            "serbia-montenegro",
            "Serbia and Montenegro",
            "1992-04-27",
            "2006-06-04",
            "",
            "RS ME XK",
        ),
        ("serbia", "Serbia", "2006-06-05", "", "RS", ""),
    ],
    "365": [
        ("russian-empire", "Russian Empire", "", "1917-11-06", "", "RU"),
        (
            "soviet-union",
            "Soviet Union",
            "1917-11-07",
            "1991-12-25",
            "",
            "RU AM AZ BY EE GE KG KZ LT LV MD TJ TM UA UZ",
        ),
        ("russia", "Russia", "1991-12-26", "", "RU", ""),
    ],
    "640": [
        ("ottoman-empire", "Ottoman Empire", "", "1922-10-31", "", "TR"),
        ("turkey", "Turkey", "1922-11-01", "", "TR", ""),
    ],
    "678": [("north-yemen", "North Yemen", "1918-10-30", "1990-05-21", "", "YE")],
    "680": [("south-yemen", "South Yemen", "1967-11-30", "1990-05-21", "", "YE")],
    "730": [("korea", "Korea", "", "1910-08-29", "", "KP KR")],
    "816": [
        ("north-vietnam", "North Vietnam", "1945-09-02", "1976-07-01", "", "VN"),
        ("vietnam", "Vietnam", "1976-07-02", "", "VN", ""),
    ],
    "817": [("south-vietnam", "South Vietnam", "1954-06-04", "1975-04-30", "", "VN")],
    "511": [("zanzibar", "Zanzibar", "1963-12-10", "1964-04-26", "", "")],
}
#: Further names of former states; today's have theirs in ``resources/names/states.tsv``.
OTHER_NAMES = {
    "west-germany": "German Federal Republic|Federal Republic of Germany (1949–1990)|FRG",
    "east-germany": "German Democratic Republic|GDR",
    "austria-hungary": "Austrian Empire",
    "soviet-union": "USSR|Union of Soviet Socialist Republics|Soviet Russia",
    "serbia-montenegro": "Federal Republic of Yugoslavia",
    "north-yemen": "Yemen Arab Republic",
    "south-yemen": "Yemen People's Republic|People's Democratic Republic of Yemen",
    "north-vietnam": "Democratic Republic of Vietnam",
    "south-vietnam": "Republic of Vietnam",
    "wuerttemberg": "Wuerttemburg",
    "sardinia": "Piedmont-Sardinia",
}
#: Codes or names that the table of states lacks or spells unlike others.
ISO_2 = {"565": "NA", "347": "XK"}
ISO_3 = {"565": "NAM", "347": "XKX", "345": "SRB"}
REGIONS = {"347": ("Europe", "Southern Europe"), "345": ("Europe", "Southern Europe")}
#: Where former states lay of which no successor tells it.
FORMERLY = {
    "511": ("Africa", "Sub-Saharan Africa"),
    "327": ("Europe", "Southern Europe"),
    "329": ("Europe", "Southern Europe"),
}
SPELT = {"271": "Württemberg", "273": "Electoral Hesse", "275": "Grand Duchy of Hesse"}
KEYS = {"271": "wuerttemberg"}

#: Names of treaties of many, after the treaties; the first is shown, the rest are known as well.
PACTS = {
    "1020": "German Confederation",
    "1035": "Quadruple Alliance of 1815",
    "1045": "Treaty of London of 1827",
    "1100": "Quadruple Alliance of 1834",
    "1110": "Convention of London of 1840",
    "1255": "Treaty of the Triple Alliance of 1865",
    "1315": "League of the Three Emperors",
    "1340": "Three Emperors' Alliance of 1881",
    "1350": "Triple Alliance",
    "1360": "First Mediterranean Agreement",
    "1375": "Second Mediterranean Agreement",
    "1415": "Anglo-Japanese Alliance",
    "1445": "Pact of Cartagena",
    "1450": "Central American Treaty of Peace and Amity of 1907",
    "1475": "Balkan League",
    "2015": "Declaration of London of 1914",
    "2025": "Treaty of London of 1915",
    "2095": "Four-Power Treaty",
    "2105": "Central American Treaty of Peace and Amity of 1923",
    "2130": "Locarno Treaties",
    "2240": "Litvinov Protocol",
    "2302": "Little Entente",
    "2330": "Balkan Pact of 1934|Balkan Entente",
    "2335": "Rome Protocols",
    "2345": "Baltic Entente",
    "2355": "Stresa Front",
    "2395": "Anti-Comintern Pact",
    "2410": "Treaty of Saadabad|Saadabad Pact",
    "2420": "Nyon Agreement",
    "2515": "Tripartite Pact",
    "2550": "Declaration by United Nations",
    "3005": "Yalta Agreement on the Far East",
    "3010": "Act of Chapultepec",
    "3015": "Pact of the League of Arab States|Arab League",
    "3075": "Rio Treaty|Inter-American Treaty of Reciprocal Assistance|TIAR|Rio Pact",
    "3130": "Treaty of Brussels|Western European Union|WEU|Brussels Pact",
    "3150": "Charter of the Organization of American States|OAS",
    "3180": "North Atlantic Treaty|NATO|North Atlantic Treaty Organization",
    "3200": "Sino-Soviet Treaty of Friendship, Alliance and Mutual Assistance",
    "3205": "Arab Joint Defence Treaty",
    "3215": "ANZUS Treaty|ANZUS",
    "3220": "Security Treaty between the United States and Japan of 1951",
    "3230": "Balkan Pact of 1953",
    "3240": "Mutual Defense Treaty between the United States and South Korea",
    "3260": "Manila Pact|SEATO|Southeast Asia Treaty Organization",
    "3275": "Baghdad Pact|CENTO|Central Treaty Organization",
    "3285": "Warsaw Pact|Warsaw Treaty|Warsaw Treaty Organization",
    "3310": "Jeddah Pact",
    "3322": "Protocol of Sèvres",
    "3400": "Treaty of Alliance of Cyprus, Greece and Turkey",
    "3405": "Treaty of Guarantee of Cyprus",
    "3430": "Union of African States",
    "3455": "Defence Pact of the African and Malagasy Union|UAMD",
    "3460": "Declaration on the Neutrality of Laos",
    "3490": "Central American Defense Council|CONDECA",
    "3740": "Helsinki Final Act|CSCE",
    "3755": "Treaty of Amity and Cooperation in Southeast Asia",
    "3785": "Accord on Non-Aggression and Assistance in Defence of West Africa|ANAD",
    "3807": "Front of Steadfastness and Confrontation",
    "3810": "ECOWAS Protocol on Non-Aggression",
    "3895": "ECOWAS Protocol on Mutual Assistance in Defence",
    "3900": "Treaty of the Organisation of Eastern Caribbean States|OECS",
    "3903": "Treaty of Aden of 1981",
    "3948": "Treaty of Brotherhood and Concord",
    "3990": "New York Accords of 1988",
    "3995": "Treaty of the Arab Maghreb Union|Arab Maghreb Union",
    "4175": "Treaty on European Union|Maastricht Treaty",
    "4220": "Collective Security Treaty|CSTO|Tashkent Treaty",
    "4400": "Charter of the Commonwealth of Independent States|CIS Charter",
    "4778": "Treaty of the Regional Security System|Regional Security System",
    "4810": "Shanghai Agreement of 1996",
    "4945": "ECCAS Mutual Assistance Pact",
    "4953": "Constitutive Act of the African Union",
    "4965": "GCC Joint Defence Agreement",
    "4985": "SADC Protocol on Politics, Defence and Security",
    "5055": "African Union Non-Aggression and Common Defence Pact",
    "5090": "Pact on Security, Stability and Development in the Great Lakes Region",
    "6020": "Treaty of Long-Term Good-Neighbourliness of the Shanghai Cooperation Organisation",
}
OBLIGATIONS = (
    ("defense", "d"),
    ("offense", "o"),
    ("neutral", "n"),
    ("nonagg", "a"),
    ("consul", "c"),
)


@dataclass(slots=True)
class State:
    """A state of history: where it stands in the tables, and its days there."""

    key: str
    code: str
    name: str
    others: list[str]
    iso2: str
    iso3: str
    abb: str
    territory: str
    existed: str
    region: str
    subregion: str
    spells: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    capitals: list[tuple[str, str, str, str, str]] = field(
        default_factory=list[tuple[str, str, str, str, str]]
    )


def read(folder: Path, name: str) -> list[Row]:
    """The rows of a table, blanks kept."""
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def eras_of(code: str, first: str, last: str) -> list[tuple[str, str, str]]:
    """The states that a code stood for between two days: key, first and last day, "" for none."""
    found: list[tuple[str, str, str]] = []
    for key, _name, begins, ends, _iso, _territory in ERAS.get(code, []) or [
        (code, "", "", "", "", "")
    ]:
        # A government may sign before the table counts its state: an era parts, it does not cut.
        alone = len(ERAS.get(code, [])) < 2
        low = first if alone else max(first, begins or "0000")
        high = (last or FOREVER) if alone else min(last or FOREVER, ends or FOREVER)
        if low <= high:
            found.append((key, low, "" if high == FOREVER else high))
    return found


def slug(name: str) -> str:
    """A key out of a name."""
    plain = "".join(c if c.isalnum() else "-" for c in name.lower().replace("ü", "ue"))
    return "-".join(part for part in plain.split("-") if part)


def known_names() -> dict[str, tuple[str, list[str]]]:
    """ISO code → the name used in the program and the others, from the list of names."""
    text = (ROOT / "resources" / "names" / "states.tsv").read_text("utf-8")
    found: dict[str, tuple[str, list[str]]] = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            iso, name, others = line.split("\t")[:3]
            found[iso] = (name, [one for one in others.split("|") if one])
    return found


def states_of(folder: Path) -> tuple[dict[str, State], dict[str, str]]:
    """Every state by key, and the key of each code that stands for one alone."""
    names = known_names()
    states: dict[str, State] = {}
    keys: dict[str, str] = {}
    for row in read(folder, "states.csv"):
        code = row["ccode"]
        iso = row["iso2"] or ISO_2.get(code, "")
        for key, first, last in eras_of(code, row["start"], row["end"]):
            era = next((e for e in ERAS.get(code, []) if e[0] == key), None)
            code2 = era[4] if era else iso
            name, others = names.get(code2, ("", [])) if code2 else ("", [])
            name = name or (era[1] if era else "") or SPELT.get(code, row["name"])
            own = key if era else KEYS.get(code) or slug(name)
            keys[code] = own
            if own not in states:
                extra = OTHER_NAMES.get(own, "").split("|")
                if not era:
                    extra.append(row["name"])
                region = (row["un_region"], row["un_subregion"])
                states[own] = State(
                    own,
                    code,
                    name,
                    list(dict.fromkeys(n for n in [*extra, *others] if n and n != name)),
                    code2,
                    (row["iso3"] or ISO_3.get(code, "")) if code2 else "",
                    row["cow_abb"],
                    era[5] if era else "",
                    existed_of(row, era, code2),
                    *(REGIONS.get(code, region)),
                )
            states[own].spells.append((first, last))
    regions = {s.iso2: (s.region, s.subregion) for s in states.values() if s.region}
    shown = {s.name for s in states.values()}
    for state in states.values():
        state.others = [name for name in state.others if name not in shown]
        if not state.region:
            known = next((regions[i] for i in state.territory.split() if i in regions), None)
            known = known or FORMERLY.get(state.code, ("Europe", "Western Europe"))
            state.region, state.subregion = known
    where: dict[str, list[Row]] = defaultdict(list)
    for row in read(folder, "capitals.csv"):
        where[row["ccode"]].append(row)
    for state in states.values():
        first, last = state.spells[0][0], state.spells[-1][1] or FOREVER
        for row in where[state.code]:
            if row["start"] <= last and (row["end"] or FOREVER) >= first:
                place = (f"{float(row['lat']):.2f}", f"{float(row['lon']):.2f}")
                state.capitals.append((row["capital"], row["start"], row["end"], *place))
    return states, keys


def existed_of(row: Row, era: tuple[str, str, str, str, str, str] | None, iso: str) -> str:
    """When a former state existed; of today's the tables tell only when they were counted."""
    if iso:
        return ""
    if era:
        return f"{era[2]}/{era[3]}" if era[2] else f"/{era[3]}"
    return f"/{row['end']}"


def day_of(row: Row, what: str) -> str:
    """A day, or a month where the day is not known; empty where it had not come."""
    year, month, day = (
        int(float(row[part + what] or 0)) if part + what in row else 0
        for part in ("yr", "mo", "day")
    )
    if not year:
        return ""
    if not month:
        return f"{year:04d}"
    return f"{year:04d}-{month:02d}" + (f"-{day:02d}" if day else "")


def head_of(row: Row, what: str) -> str:
    """The first (``beg``) or last (``end``) day of a treaty."""
    return day_of(
        {
            f"yr{what}": row[f"{what}yr"],
            f"mo{what}": row[f"{what}mo"],
            f"day{what}": row[f"{what}day"],
        },
        what,
    )


def next_day(day: str) -> str:
    """The day after one that is known by the day."""
    return str(date.fromisoformat(day) + timedelta(days=1)) if len(day) == 10 else day


def pacts_of(folder: Path, states: dict[str, State], keys: dict[str, str]) -> list[list[str]]:
    """A row for each treaty: number, names, first and last day, and its members' spells."""
    spells: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    left = 0
    for row in read(folder, "atop_members_v4.csv"):
        pledged = "".join(letter for name, letter in OBLIGATIONS if row[name] == "1")
        if row["member"] not in keys:
            left += 1
            continue
        for key, first, last in eras_of(row["member"], day_of(row, "ent"), day_of(row, "exit")):
            own = key if key in states else keys[row["member"]]
            spells[row["atopid"]].append((own, first, last, pledged))
    print(f"{left} memberships of what is no state of the table are left out")
    found: list[list[str]] = []
    for row in read(folder, "atop_alliances_v4.csv"):
        members = joined(spells[row["atopid"]])
        if len({one[0] for one in members}) < 2:
            continue
        groups: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for own, first, last, pledged in members:
            groups[first, last, pledged].append(own)
        cells = [
            f"{first}/{last}:{pledged}:{','.join(who)}"
            for (first, last, pledged), who in groups.items()
        ]
        found.append(
            [
                row["atopid"],
                PACTS.get(row["atopid"], ""),
                head_of(row, "beg"),
                head_of(row, "end"),
                " ".join(cells),
            ]
        )
    return found


def joined(spells: list[tuple[str, str, str, str]]) -> list[tuple[str, str, str, str]]:
    """Spells of one member under one pledge that follow each other without a day between are one."""
    found: list[tuple[str, str, str, str]] = []
    for own, first, last, pledged in sorted(spells, key=lambda s: (s[1], s[0])):
        for at, (other, begun, ended, same) in enumerate(found):
            if (other, same) == (own, pledged) and (not ended or first <= next_day(ended)):
                later = max(ended, last) if ended and last else ""
                found[at] = (own, begun, later, pledged)
                break
        else:
            found.append((own, first, last, pledged))
    return found


def key_in(code: str, year: int, states: dict[str, State], keys: dict[str, str]) -> str:
    """The state that a code stood for in the middle of a year."""
    found = eras_of(code, f"{year}-07-01", f"{year}-07-01")
    key = found[0][0] if found else code
    return key if key in states else keys[code]


def disputes_of(folder: Path, states: dict[str, State], keys: dict[str, str]) -> list[list[str]]:
    """Disputes in which force was used (4) or that were wars (5): number, level, years, two sides."""
    years: dict[tuple[str, str, str], list[tuple[int, int]]] = defaultdict(list)
    for row in read(folder, "cow_mid_dyad_years.csv"):
        level, year = int(row["hostlev"]), int(row["year"])
        if level >= 4 and row["ccode1"] in keys and row["ccode2"] in keys:
            pair = sorted(key_in(row[c], year, states, keys) for c in ("ccode1", "ccode2"))
            if pair[0] != pair[1]:
                years[row["dispnum"], pair[0], pair[1]].append((year, level))
    found: list[list[str]] = []
    for (number, one, two), held in years.items():
        first, last = min(y for y, _ in held), max(y for y, _ in held)
        level = max(level for _, level in held)
        found.append([number, str(level), str(first), str(last), one, two])
    return sorted(found, key=lambda r: (int(r[2]), int(r[0]), r[4], r[5]))


def rivalries_of(folder: Path, states: dict[str, State], keys: dict[str, str]) -> list[list[str]]:
    """Strategic rivalries since 1816: number, years, two sides, kinds."""
    kinds = ("positional", "spatial", "ideological", "interventionary")
    found: list[list[str]] = []
    for row in read(folder, "strategic_rivalries_tss.csv"):
        first, last = int(row["start"]), int(row["end"])
        codes = (row["ccode1"], row["ccode2"])
        if last < 1816 or not all(code in keys for code in codes):
            continue
        said = ",".join(k for k in kinds if row[k] and float(row[k]))
        # A state may have another name in each part of the time.
        bounds = sorted(
            {
                max(first, 1816),
                *(
                    int(era[2][:4])
                    for code in codes
                    for era in ERAS.get(code, [])
                    if era[2] and first < int(era[2][:4]) <= last
                ),
            }
        )
        for at, low in enumerate(bounds):
            high = bounds[at + 1] - 1 if at + 1 < len(bounds) else last
            one, two = (key_in(c, min(low + 1, high), states, keys) for c in codes)
            begun = first if at == 0 else low
            found.append([row["tssr_id"], str(begun), str(high), *sorted((one, two)), said])
    return found


def write(name: str, head: str, rows: list[list[str]]) -> None:
    """Write a table, tab between cells."""
    text = f"# {head}\n" + "".join("\t".join(row) + "\n" for row in rows)
    (OUT / name).write_text(text, "utf-8")
    print(f"{name}: {len(rows)} rows, {len(text.encode()):,} bytes")


def main() -> int:
    """Write the four tables."""
    folder = Path(sys.argv[1])
    OUT.mkdir(exist_ok=True)
    states, keys = states_of(folder)
    rows = [
        [
            s.key,
            s.code,
            s.abb,
            s.iso2,
            s.iso3,
            s.name,
            "|".join(s.others),
            s.territory,
            s.existed,
            s.region,
            s.subregion,
            " ".join(f"{a}/{b}" for a, b in s.spells),
            "|".join(";".join(c) for c in s.capitals),
        ]
        for s in states.values()
    ]
    write(
        "states.tsv",
        "key code cow iso2 iso3 name others territory existed region subregion counted capitals",
        rows,
    )
    write("pacts.tsv", "number names began ended members", pacts_of(folder, states, keys))
    write("disputes.tsv", "number level first last one two", disputes_of(folder, states, keys))
    write("rivalries.tsv", "number first last one two kinds", rivalries_of(folder, states, keys))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
