"""What the statuses of the api mean, as OpenAPI says it of each route."""

UNREADABLE = "The query is not valid UTF-8."
REFUSED = "A parameter is wrong; `errors` names it."
AWAY = "MongoDB is away, or the search index is being built; `Retry-After` says when to try again."
NO_ARTICLE = "There is no such article."
