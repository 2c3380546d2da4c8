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

from services.enrich.mentions import Mention, starts_sentence
from services.enrich.name_nouns import Index, first_word
from services.enrich.name_words import NameWords, word_frequency
from services.enrich.names import Label
from services.enrich.places import Gazetteer, fold

BRACKETED = re.compile(r"\s?\(([A-Z][A-Za-z]{0,2}[A-Z]{1,6}|[A-Z]{2}|[A-Z][a-z]{2,9}|[A-Z]{2,4} [A-Z]{2,5})\)")
COMPANY = re.compile(r",? (?:inc|corp|corporation|co|company|ltd|llc|plc|group|groupe|holdings?|sa|se|ag|gmbh|nv)\.?$")
SHORT = re.compile(r"[A-Z][A-Za-z]{0,2}[A-Z]{1,6}|[A-Z][a-z]{2,4}")
ROMAN_OR_JUNIOR = re.compile(r"[ivxl]+|jr\.?|sr\.?")
SHORTEST = 3
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
        if len(self.mentions) == 1:
            return self.mentions[0].label
        longest = max(len(m.words) for m in self.mentions)
        telling = [m.label for m in self.mentions if len(m.words) == longest]
        return Counter(telling).most_common(1)[0][0]

    def name(self) -> str:
        """How the text writes it most often; a person or an organisation in full; rather not in capitals."""
        forms = Counter(m.text for m in self.mentions)
        if len(forms) == 1:
            return self.mentions[0].text
        in_full = self.label() in ("PER", "ORG")
        return max(forms, key=lambda f: (in_full * len(f.split()), not (f.isupper() and len(f) > 6), forms[f], len(f)))


def group_mentions(
    plain: str, mentions: list[Mention], words: NameWords, language: str, gazetteer: Gazetteer
) -> list[Group]:
    """The groups of mentions that mean the same, in the order of the text."""
    keys = [_key(mention) for mention in mentions]
    short = _abbreviations(plain, mentions, keys)
    keys = [short.get(key, key) for key in keys]
    in_full = _labels_of_full_names(mentions, keys)
    groups: dict[str, Group] = {}
    last_named: dict[str, int] = {}
    for number, (mention, key) in enumerate(zip(mentions, keys, strict=True)):
        # "Paris" is the city, also where Paris Hilton is in the text.
        is_itself = mention.known_as or (mention.label == "LOC" and gazetteer.is_known(mention.text, language))
        if not is_itself and len(key) >= SHORTEST and key not in words.organization_heads:
            key = _full_name(key, mention.label, in_full, last_named) or key
        last_named[key] = number
        groups.setdefault(key, Group()).mentions.append(mention)
    return list(groups.values())


def _key(mention: Mention) -> str:
    return fold(mention.known_as) if mention.known_as else COMPANY.sub("", fold(mention.text))


def _abbreviations(plain: str, mentions: list[Mention], keys: list[str]) -> dict[str, str]:
    """The keys of abbreviations -> the key of the name that each stands for.

    It stands in brackets beside the name, or its letters are the first ones of the words of one longer name.
    """
    found: dict[str, str] = {}
    for number, (mention, key) in enumerate(zip(mentions, keys, strict=True)):
        after = keys[number + 1] if number + 1 < len(keys) else ""
        if mention.label not in ("ORG", "MISC"):
            continue
        bracketed = BRACKETED.match(plain, mention.end)
        if bracketed and " " in mention.text and (not bracketed[1].istitle() or fold(bracketed[1]) == after):
            found.setdefault(fold(bracketed[1]), key)
        elif SHORT.fullmatch(mention.text) and " " in after and plain[mention.end : mention.end + 2] == " (":
            found.setdefault(key, after)
    long = {key: _initials(key) for key, m in zip(keys, mentions, strict=True) if " " in key and m.label == "ORG"}
    for mention, key in zip(mentions, keys, strict=True):
        if key not in found and len(key) >= SHORTEST and mention.label == "ORG" and SHORT.fullmatch(mention.text):
            fitting = [name for name, initials in long.items() if key in initials]
            if len(fitting) == 1:
                found[key] = fitting[0]
    return found


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


def _full_name(key: str, label: Label, in_full: dict[str, Label], last_named: dict[str, int]) -> str | None:
    """The key of the full name that a part of it stands for: the person last named, the one company."""
    persons = [full for full, kind in in_full.items() if kind == "PER" and full.endswith(" " + key)]
    if persons and in_full.get(key, "PER") == "PER":
        return max(persons, key=lambda full: last_named.get(full, -1))
    begun = [full for full, kind in in_full.items() if kind == label and full.startswith(key + " ")]
    return begun[0] if len(begun) == 1 and label in ("PER", "ORG") and " " not in key else None


def add_missed(plain: str, where: Index, groups: list[Group], language: str) -> None:
    """Add the mentions that the tagger did not see, of names that it saw elsewhere."""
    covered = bytearray(len(plain))
    for mention in (mention for group in groups for mention in group.mentions):
        covered[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    by_first: dict[str, list[tuple[str, Group]]] = {}
    for form, group in sorted(((f, g) for g in groups for f in _forms(g)), key=lambda pair: -len(pair[0])):
        by_first.setdefault(first_word(form), []).append((form, group))
    for start, first in sorted((at, word) for word in where.keys() & by_first.keys() for at in where[word]):
        for form, group in by_first[first]:
            end = start + len(form)
            if not plain.startswith(form, start) or plain[end : end + 1].isalnum() or plain[start - 1 : start] == "-":
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


def _forms(group: Group) -> Iterable[str]:
    forms = {m.text for m in group.mentions}
    if group.label() == "PER":
        forms |= {form.split()[-1] for form in forms if not ROMAN_OR_JUNIOR.fullmatch(form.split()[-1].lower())}
    return {form for form in forms if len(form) >= SHORTEST and (form[0].isupper() or " " in form)}
