"""What the quality tests measured: (which set, what, how much, the floor). It is printed when the run is over."""

rows: list[tuple[str, str, float, float | None]] = []
