"""Which mentions are one entity.

1. Mentions of the same written name are one, whatever their case and accents.
2. An abbreviation beside a name is that name, the one or the other in brackets: "Institut de géophysique (USGS)"; so is
   one whose letters begin the words of one name.
3. A surname alone is the person last named in full; the beginning of a company's name is that company.
4. Where a name recurs that the tagger missed, it is a mention too.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from services.enrich.gazetteer.places import Gazetteer, fold
from services.enrich.tagging import first_names
from services.enrich.tagging.mention import Mention, starts_sentence
from services.enrich.tagging.name_words import NameWords, any_language, names_file, word_frequency
from services.enrich.tagging.names import Label
from services.enrich.text.plain import LAST_WORD
from services.enrich.text.word_index import Index, first_word

BRACKETED = re.compile(r"\s?\(([A-Z][A-Za-z]{0,2}[A-Z]{1,6}|[A-Z]{2}|[A-Z][a-z]{2,9}|[A-Z]{2,4} [A-Z]{2,5})\)")
COMPANY = re.compile(r",? (?:inc|corp|corporation|co|company|ltd|llc|plc|group|groupe|holdings?|sa|se|ag|gmbh|nv)\.?$")
SHORT = re.compile(r"[A-Z][A-Za-z]{0,2}[A-Z]{1,6}|[A-Z][a-z]{2,4}")
ROMAN_OR_JUNIOR = re.compile(r"[ivxl]+|jr\.?|sr\.?")
SHORTEST, MOST_FIRST_WORDS = 3, 6
LONGEST_FIRST = 24
CAPITAL_BEHIND = re.compile(r"[ -][^\W\d_a-zß-öø-ÿ]")
# A word that is used less often than this is hardly a word at the start of a sentence, if it is a name elsewhere.
RARE = 3.5


@dataclass
class Group:
    """All mentions of what is one entity so far."""

    mentions: list[Mention] = field(default_factory=list)

    @property
    def start(self) -> int:
        return min(m.start for m in self.mentions)

    def label(self) -> Label:
        """What the text says, or the label of most mentions in full, if the entity is ever named in full."""
        if sure := next((m.label for m in self.mentions if m.is_sure), None):
            return sure
        labels = {m.label for m in self.mentions}
        if len(labels) == 1:
            return self.mentions[0].label
        longest = max(len(m.words) for m in self.mentions)
        telling = [m.label for m in self.mentions if len(m.words) == longest]
        return Counter(telling).most_common(1)[0][0]

    def name(self) -> str:
        """How the text writes it most often; a person or an organisation in full; rather not in capitals."""
        first = self.mentions[0].text
        if all(m.text == first for m in self.mentions):
            return first
        forms = Counter(m.text for m in self.mentions)
        in_full = self.label() in ("PER", "ORG")
        return max(forms, key=lambda f: (in_full * len(f.split()), not (f.isupper() and len(f) > 6), forms[f], len(f)))


def group_mentions(
    plain: str, mentions: list[Mention], words: NameWords, language: str, gazetteer: Gazetteer
) -> list[Group]:
    """The groups of mentions that mean the same, in the order of the text."""
    keys = [_key(mention) for mention in mentions]
    short = _abbreviations(plain, mentions, keys, language, gazetteer)
    keys = [short.get(key, key) for key in keys]
    full_names = _FullNames(_labels_of_full_names(mentions, keys), language, gazetteer)
    groups: dict[str, Group] = {}
    for mention, key in zip(mentions, keys, strict=True):
        # "Paris" is the city, also where Paris Hilton is in the text.
        is_itself = mention.known_as or (mention.label == "LOC" and gazetteer.is_known(mention.text, language))
        is_head = key in words.organization_heads
        # "La Regione" is the one that was named in full.
        if (is_head and mention.known_as) or not (is_itself or is_head or len(key) < SHORTEST):
            key = full_names.of(key, mention.label) or key
        full_names.name(key)
        groups.setdefault(key, Group()).mentions.append(mention)
    return list(groups.values())


def _key(mention: Mention) -> str:
    return fold(mention.known_as) if mention.known_as else COMPANY.sub("", fold(mention.text))


def _abbreviations(
    plain: str, mentions: list[Mention], keys: list[str], language: str, gazetteer: Gazetteer
) -> dict[str, str]:
    """The keys of abbreviations -> the key of the name that each stands for.

    It stands in brackets beside the name, or its letters are the first ones of the words of one longer name. But
    "conseil municipal de Saint-Céré (Lot)" is in a department.
    """
    found: dict[str, str] = {}
    for number, (mention, key) in enumerate(zip(mentions, keys, strict=True)):
        after = keys[number + 1] if number + 1 < len(keys) else ""
        if mention.label not in ("ORG", "MISC"):
            continue
        bracketed = BRACKETED.match(plain, mention.end)
        if bracketed and " " in mention.text and _is_short(bracketed[1], after, language, gazetteer):
            found.setdefault(fold(bracketed[1]), key)
        elif SHORT.fullmatch(mention.text) and " " in after and plain[mention.end : mention.end + 2] == " (":
            found.setdefault(key, after)
    long: dict[str, set[str]] = {}
    for name in {key for key, m in zip(keys, mentions, strict=True) if " " in key and m.label == "ORG"}:
        for initials in _initials(name):
            long.setdefault(initials, set()).add(name)
    for mention, key in zip(mentions, keys, strict=True):
        if key not in found and len(key) >= SHORTEST and mention.label == "ORG" and SHORT.fullmatch(mention.text):
            fitting = long.get(key, set())
            if len(fitting) == 1:
                found[key] = next(iter(fitting))
    return found


def _is_short(bracketed: str, after: str, language: str, gazetteer: Gazetteer) -> bool:
    """Whether what is in brackets is short for a name; a word is if it was found as a name, and is no place."""
    return not bracketed.istitle() or (fold(bracketed) == after and not gazetteer.is_where(bracketed, language))


def _initials(key: str) -> set[str]:
    """The first letters of a name's words, with and without those of its small words."""
    words = key.replace("'", " ").split()
    return {"".join(word[0] for word in words if len(word) >= least) for least in (1, 3, 4)}


def _labels_of_full_names(mentions: list[Mention], keys: list[str]) -> dict[str, Label]:
    """The keys of several words, each with what it was tagged as most often."""
    labels: dict[str, Counter[Label]] = {}
    for mention, key in zip(mentions, keys, strict=True):
        if " " in key:
            labels.setdefault(key, Counter())[mention.label] += 1
    return {key: counts.most_common(1)[0][0] for key, counts in labels.items()}


class _FullNames:
    """The names of several words of a text: what a part of one stands for."""

    def __init__(self, labels: dict[str, Label], language: str, gazetteer: Gazetteer) -> None:
        self._labels = labels
        # The last word of a team's name -> the names: "Timberwolves" of "Minnesota Timberwolves", no "Texas Senate".
        self._teams: dict[str, list[str]] = {}
        # The last words of a person's name, or the first of a company's, or the first name -> the names; and who was
        # named last of the former.
        self._ending: dict[str, str] = {}
        self._begun: dict[tuple[str, Label], list[str]] = {}
        self._named: set[str] = set()
        for full, label in labels.items():
            for start in _beginnings(full) if label == "ORG" else [full.split()[0]]:
                self._begun.setdefault((start, label), []).append(full)
            town, _, nickname = full.rpartition(" ")
            is_rare = word_frequency(nickname, language) < RARE
            if label == "ORG" and is_rare and gazetteer.has_name(town, language):
                self._teams.setdefault(nickname, []).append(full)
            for end in _endings(full) if label == "PER" else ():
                self._ending.setdefault(end, full)
        for full in (full for full, label in labels.items() if label == "PER"):
            for word in _middle(full):
                self._ending.setdefault(word, full)

    def of(self, key: str, label: Label) -> str | None:
        """The person last named, or the one company."""
        if key in self._ending and self._labels.get(key, "PER") == "PER":
            return self._ending[key]
        begun = self._begun.get((key, label), []) if label in ("PER", "ORG") else []
        if " " in key:
            # A body that was named before the longer name is another: a hospital, and its foundation.
            begun = [] if key in self._named else [full for full in begun if full in self._named]
        begun = begun or (self._teams.get(key, []) if label == "ORG" else [])
        return begun[0] if len(begun) == 1 else None

    def name(self, key: str) -> None:
        """Remember who was named last."""
        self._named.add(key)
        if self._labels.get(key) == "PER":
            self._ending |= dict.fromkeys(_endings(key), key)


def _beginnings(full: str) -> list[str]:
    """What a company may be called for short: its first words, no more than a few of a very long name."""
    words = full.split()
    return [" ".join(words[:last]) for last in range(1, min(len(words), MOST_FIRST_WORDS + 1))]


def _endings(full: str) -> list[str]:
    words = full.split()
    return [" ".join(words[first:]) for first in range(1, len(words))]


def _middle(full: str) -> list[str]:
    """The words inside a name, by one of which a person may be called: "Jacqueline Kapinga Mwepu", "Mme Kapinga"."""
    particles = any_language().particles
    return [word for word in full.split()[1:-1] if len(word) >= SHORTEST and word not in particles]


def add_missed(plain: str, where: Index, groups: list[Group], language: str, gazetteer: Gazetteer) -> None:
    """Add the mentions that the tagger did not see, of names that it saw elsewhere."""
    covered = bytearray(len(plain))
    for mention in (mention for group in groups for mention in group.mentions):
        covered[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    forms: dict[str, Group] = {}
    # By the first word of a form, how long the forms are that begin with it: thousands may, and few are as long.
    lengths: dict[str, set[int]] = {}
    surnames = {surname: g for g in groups for surname in _first_surnames(g, language, gazetteer)}
    for form, group in (*((f, g) for g in groups for f in _forms(g)), *surnames.items()):
        forms.setdefault(form, group)
        lengths.setdefault(first_word(form), set()).add(len(form))
    longest_first = {first: sorted(found, reverse=True) for first, found in lengths.items()}
    for start, first in sorted((at, word) for word in where.keys() & lengths.keys() for at in where[word]):
        for length in longest_first[first]:
            end = start + length
            form = plain[start:end]
            if form not in forms or plain[end : end + 1].isalnum() or plain[start - 1 : start] == "-":
                continue
            group = forms[form]
            if form in surnames and not _stands_alone(plain, start, end):
                continue
            if covered.find(1, start, end) >= 0:
                continue
            is_rare = " " in form or form.isupper() or word_frequency(form, language) < RARE
            if is_rare or not starts_sentence(plain, start):
                group.mentions.append(Mention(start, end, form, group.mentions[0].label))
                covered[start:end] = b"\x01" * len(form)
                break
    for group in groups:
        group.mentions.sort(key=lambda mention: mention.start)


def _first_surnames(group: Group, language: str, gazetteer: Gazetteer) -> Iterable[str]:
    """The first of two surnames, by which people go that have two: "Jiménez" of "Francisco Jiménez Ruano"."""
    if group.label() != "PER" or not names_file(language).two_surnames:
        return
    for words in map(str.split, {mention.text for mention in group.mentions}):
        surname = words[-2] if len(words) > 2 else ""
        is_one = len(surname) >= SHORTEST and surname[0].isupper() and not first_names.is_first(surname)
        if is_one and not gazetteer.is_known(surname, language):
            yield surname


def _stands_alone(plain: str, start: int, end: int) -> bool:
    """Whether no other name goes on behind a surname, and no first name stands before it."""
    before = LAST_WORD.search(plain, max(0, start - LONGEST_FIRST), start)
    return not CAPITAL_BEHIND.match(plain, end) and not (before and first_names.is_first(before[1]))


def _forms(group: Group) -> Iterable[str]:
    forms = {m.text for m in group.mentions}
    if group.label() == "PER":
        forms |= {form.split()[-1] for form in forms if not ROMAN_OR_JUNIOR.fullmatch(form.split()[-1].lower())}
    return {form for form in forms if len(form) >= SHORTEST and (form[0].isupper() or " " in form)}
