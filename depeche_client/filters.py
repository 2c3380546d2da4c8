"""What an article must have in order to be found, or to come through the stream: the parameters of the api.

`GET /docs` of the api says more of each. Whatever is not given asks for nothing.
"""

from typing import Annotated, Literal, TypedDict


class Filters(TypedDict, total=False):
    """The conditions; an article must meet all of them."""

    q: Annotated[str, 'Words, "a phrase", -without, this OR that, title:word, speaker:word, place:word.']
    language: Annotated[str, "In this language, such as fr."]
    source: Annotated[str, "From this source, as it was given."]
    agency: Annotated[str, "From this agency, or with its help, such as AFP."]
    topic: Annotated[str, "About this IPTC Media Topic, such as medtop:16000000."]
    entity: Annotated[str, "Names this person, organisation or place, by a whole name that the article uses."]
    entity_type: Annotated[
        Literal["person", "organization", "place", "other"], "What the entity is: person, organization, place or other."
    ]
    speaker: Annotated[str, "Quotes this person, by a whole name that the article uses."]
    place: Annotated[str, "Names this place, by a whole name that the article uses."]
    country: Annotated[str, "Names a place in this country, such as UA."]
    bbox: Annotated[str, "Names a place in this box: west,south,east,north, in degrees."]
    near: Annotated[str, "Names a place as near: latitude,longitude,kilometres."]
    published_from: Annotated[str, "Published then or later, such as 2023-10 or 2023-10-04."]
    published_to: Annotated[str, "Published then or earlier."]
    received_from: Annotated[str, "First received then or later."]
    received_to: Annotated[str, "First received then or earlier."]
    story: Annotated[str, "Belongs to this story, by its id."]
    first_only: Annotated[bool, "Only the first article of each story, no reprints."]
    has_quotes: Annotated[bool, "Whether somebody is quoted in it."]
    has_claims: Annotated[bool, "Whether something in it is marked as alleged."]
    has_figures: Annotated[bool, "Whether something is counted in it."]
    figure_unit: Annotated[str, "A figure counts this, such as drones, %, km or EUR."]
    figure_min: Annotated[float, "That figure is not below this."]
    figure_max: Annotated[float, "That figure is not above this."]


class QuoteFilters(Filters, total=False):
    """The conditions, of which `q` and `speaker` are asked of the quote, and the order."""

    sort: Literal["received", "published"]


class Question(Filters, total=False):
    """The conditions, the order, and whether to say where the words of `q` stand."""

    sort: Literal["received", "published", "relevance"]
    highlight: bool
