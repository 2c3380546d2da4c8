"""When and how often a request is repeated: what may succeed later, at growing intervals, as the service asks for."""

from typing import Any

from tenacity import RetryCallState, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from depeche_client.errors import ProblemError, may_succeed

_backoff = wait_exponential_jitter(multiplier=0.25, max=30, jitter=0.25)
_LONGEST = 60.0


def policy(attempts: int) -> dict[str, Any]:
    """What tenacity is told; after the last attempt its error is raised as it is."""
    return {
        "retry": retry_if_exception(may_succeed),
        "wait": _pause,
        "stop": stop_after_attempt(attempts),
        "reraise": True,
    }


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    return pause(_backoff(state), error)


def pause(backoff: float, error: BaseException | None) -> float:
    """The seconds until the next attempt: never less than the service asked for, and never more than a minute."""
    asked = error.retry_after if isinstance(error, ProblemError) else None
    return min(max(backoff, asked or 0.0), _LONGEST)
