"""Text that its program broke into lines for the journey (RFC 3676)."""


def unfolded(text: str, parameters: dict[str, str]) -> str:
    """As it was written; every other text stays as it is."""
    if parameters.get("format", "").lower() != "flowed":
        return text
    joined: list[str] = []
    depth_before: int | None = None
    without_space = parameters.get("delsp", "").lower() == "yes"
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        said = line[depth:].removeprefix(" ")
        signature = said == "-- "
        flows = said.endswith(" ") and not signature
        content = said[:-1] if flows and without_space else said
        if depth_before == depth and not signature:
            joined[-1] += content
        else:
            joined.append(f"{'>' * depth}{' ' if depth else ''}{content}")
        # What the next line must be as deep as in order to go on with this one.
        depth_before = depth if flows else None
    return "\n".join(joined)
