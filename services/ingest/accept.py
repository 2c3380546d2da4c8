"""From a submission to the article that travels on articles.raw: it gets its identity and the time."""

from datetime import datetime

from shared import identity
from shared.articles import RawArticle, Submission


def accept(submission: Submission, received_at: datetime) -> RawArticle:
    """The submission as it came, with its id and fingerprint; what is in it was validated when it was decoded."""
    return RawArticle.model_construct(
        **submission.__dict__,
        id=identity.article_id(submission),
        fingerprint=identity.fingerprint(identity.content(submission)),
        received_at=received_at,
    )
