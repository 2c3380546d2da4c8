"""Which mentions are one entity.

1. Mentions of the same written name are one, whatever their case and accents.
2. An abbreviation in brackets after a name is that name: "Institut de géophysique (USGS)".
3. A surname alone is the person last named in full; the beginning of a company's name is that company.
4. Where a name recurs that the tagger missed, it is a mention too.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from services.enrich.mentions import Mention, starts_sentence
from services.enrich.name_words import NameWords
from services.enrich.names import Label
from services.enrich.places import fold

BRACKETED = re.compile(r"\s?\(([A-Z][A-Za-z]{0,2}[A-Z]{1,6}|[A-Z]{2})\)")
COMPANY = re.compile(r",? (?:inc|corp|corporation|co|company|ltd|llc|plc|group|groupe|holdings?|sa|se|ag|gmbh|nv)\.?$")
ROMAN_OR_JUNIOR = re.compile(r"[ivxl]+|jr\.?|sr\.?")
SHORTEST = 3
WORD = re.compile(r"\w+")


@dataclass
class Group:
    """All mentions of what is one entity so far."""

    mentions: list[Mention] = field(default_factory=list)

    @property
    def start(self) -> int:
        return min(m.start for m in self.mentions)

    def label(self) -> Label:
        """The label of most mentions that say enough: names in full, if the entity is ever named in full."""
        longest = max(len(m.words) for m in self.mentions)
        telling = [m.label for m in self.mentions if len(m.words) == longest or (m.label == "PER" and longest == 1)]
        return Counter(telling).most_common(1)[0][0]

    def name(self) -> str:
        """How the text writes it most often; a person in full; rather not in capitals."""
        person = self.label() == "PER"
        forms = Counter(m.text for m in self.mentions)
        return max(forms, key=lambda f: (person * len(f.split()), not (f.isupper() and len(f) > 6), forms[f], len(f)))


def _key(mention: Mention) -> str:
    return fold(mention.known_as) if mention.known_as else COMPANY.sub("", fold(mention.text))


def group_mentions(plain: str, mentions: list[Mention], words: NameWords) -> list[Group]:
    short = _abbreviations(plain, mentions)
    labels: dict[str, Counter[str]] = {}
    for mention in mentions:
        labels.setdefault(short.get(_key(mention), _key(mention)), Counter())[mention.label] += 1
    in_full = {key: label.most_common(1)[0][0] for key, label in labels.items() if " " in key}
    groups: dict[str, Group] = {}
    last_named: dict[str, int] = {}
    for number, mention in enumerate(mentions):
        key = short.get(_key(mention), _key(mention))
        if mention.known_as is None:
            key = _full_key(key, mention, in_full, last_named, words)
        last_named[key] = number
        groups.setdefault(key, Group()).mentions.append(mention)
    return list(groups.values())


def _abbreviations(plain: str, mentions: list[Mention]) -> dict[str, str]:
    """Abbreviations in brackets after the name of an organisation -> the key of that name."""
    found: dict[str, str] = {}
    for mention in mentions:
        after = BRACKETED.match(plain, mention.end)
        if after and mention.label in ("ORG", "MISC") and " " in mention.text:
            found.setdefault(fold(after[1]), _key(mention))
    return found


def _full_key(key: str, mention: Mention, in_full: dict[str, str], last_named: dict[str, int], words: NameWords) -> str:
    """The key of the full name that a part of it stands for, or the key itself."""
    if len(key) < SHORTEST or key in words.organization_heads:
        return key
    persons = [full for full, label in in_full.items() if label == "PER" and full != key and full.endswith(" " + key)]
    if persons and not (key in in_full and in_full[key] != "PER"):
        return max(persons, key=lambda full: last_named.get(full, -1))
    if " " in key:
        return key
    begun = [full for full, label in in_full.items() if full.startswith(key + " ") and label == mention.label]
    return begun[0] if len(begun) == 1 and mention.label in ("PER", "ORG") else key


def add_missed(plain: str, groups: list[Group]) -> None:
    """Add the mentions that the tagger did not see, of names that it saw elsewhere."""
    covered = bytearray(len(plain))
    for mention in (mention for group in groups for mention in group.mentions):
        covered[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    by_first: dict[str, list[tuple[str, Group]]] = {}
    for form, group in sorted(((f, g) for g in groups for f in _forms(g)), key=lambda pair: -len(pair[0])):
        by_first.setdefault(re.split(r"\W", form)[0], []).append((form, group))
    for word in WORD.finditer(plain):
        start = word.start()
        for form, group in by_first.get(word.group(), ()):
            end = start + len(form)
            if not plain.startswith(form, start) or plain[end : end + 1].isalnum() or any(covered[start:end]):
                continue
            if " " in form or form.isupper() or not starts_sentence(plain, start):
                group.mentions.append(Mention(start, end, form, group.label()))
                covered[start:end] = b"\x01" * len(form)
                break
    for group in groups:
        group.mentions.sort(key=lambda mention: mention.start)


def _forms(group: Group) -> Iterable[str]:
    forms = {m.text for m in group.mentions}
    if group.label() == "PER":
        forms |= {form.split()[-1] for form in forms if not ROMAN_OR_JUNIOR.fullmatch(form.split()[-1].lower())}
    return {form for form in forms if len(form) >= SHORTEST and (form[0].isupper() or " " in form)}
