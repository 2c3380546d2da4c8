"""The tables of words and places that come with the package."""

from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

# Safe as the loader in Python is, and twelve times as fast; PyYAML's wheels have it, a build without libyaml has not.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(file: Traversable | Path) -> Any:
    """What a YAML file has."""
    loader = _Loader(file.read_text(encoding="utf-8"))
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()
