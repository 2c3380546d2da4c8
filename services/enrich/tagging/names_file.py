"""`languages/<code>/names.yaml`, as it is written: the words of a language for names."""

from pydantic import BaseModel, ConfigDict

# An organisation as it is written, or all the ways in which it is, the usual one first.
Written = str | list[str]


class NamesFile(BaseModel):
    """A `names.yaml`; the French one says what each list is for."""

    model_config = ConfigDict(extra="forbid", strict=True)

    head_first: bool = False
    articles: list[str] = []
    determiners: list[str] = []
    definite: list[str] = []
    indefinite: list[str] = []
    noun_tails: list[str] = []
    plural_tails: list[str] = []
    addresses: list[str] = []
    honorifics: list[str] = []
    ranks: list[str] = []
    suffixes: list[str] = []
    not_before_persons: list[str] = []
    titles_have_capitals: bool = False
    peoples_have_capitals: bool = False
    two_surnames: bool = False
    functions: list[str] = []
    function_endings: list[str] = []
    function_leads: list[str] = []
    modifiers: list[str] = []
    modifier_endings: list[str] = []
    names_before_function: bool = False
    links: list[str] = []
    ands: list[str] = []
    ends: list[str] = []
    verbs_behind: list[str] = []
    participle: str | None = None
    behind_participles: list[str] = []
    organization_heads: list[str] = []
    organization_endings: list[str] = []
    organization_nouns: list[str] = []
    organization_noun_endings: list[str] = []
    company_nouns: list[str] = []
    body_before: list[str] = []
    analysts: list[str] = []
    body_after: list[str] = []
    published: list[str] = []
    published_in: list[str] = []
    body_roles: list[str] = []
    numbered: list[str] = []
    name_tails: list[str] = []
    thing_nouns: list[str] = []
    thing_heads: list[str] = []
    meetings: list[str] = []
    thing_endings: list[str] = []
    of: list[str] = []
    purposes: list[str] = []
    origins: list[str] = []
    institutions: list[str] = []
    coordinated: list[str] = []
    sites: list[str] = []
    place_endings: list[str] = []
    towns: list[str] = []
    region_nouns: list[str] = []
    clubs: list[str] = []
    sport_words: list[str] = []
    club_before: list[str] = []
    club_after: list[str] = []
    former_places: list[str] = []
    small_place_heads: list[str] = []
    place_heads: list[str] = []
    locatives: list[str] = []
    peoples: list[str] = []
    people_endings: list[str] = [""]
    not_names: list[str] = []
    organizations: list[Written] = []
