"""Where the evaluation data is: public, and no part of this repository."""

import os
from pathlib import Path

import pytest


def evaluation() -> Path:
    """The folder that DEPECHE_EVAL names. Without it these tests are skipped, and in CI they fail."""
    folder = Path(os.environ.get("DEPECHE_EVAL", "../shared/eval"))
    if not (folder / "score_names.py").is_file():
        message = f"no evaluation data in {folder}: set DEPECHE_EVAL to the folder that holds score_names.py"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return folder
