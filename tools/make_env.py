"""Gives .env a random value for every secret that docker-compose.yml demands and it lacks."""

import os
import re
import secrets
from pathlib import Path

ROOT = Path(__file__).parents[1]
DEMANDED = re.compile(r"\$\{([A-Z0-9_]+):\?run make env\}")


def main() -> None:
    path = ROOT / ".env"
    there = path.read_text() if path.exists() else ""
    known = {line.split("=", 1)[0] for line in there.splitlines()}
    demanded = sorted(set(DEMANDED.findall((ROOT / "docker-compose.yml").read_text())))
    missing = [name for name in demanded if name not in known]
    if not missing:
        print(".env has everything")
        return
    # Hexadecimal, for the values stand in addresses of servers.
    lines = "".join(f"{name}={secrets.token_hex(24)}\n" for name in missing)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
        file.write(lines)
    print(f".env: {len(missing)} new secrets, {len(known)} lines kept")


if __name__ == "__main__":
    main()
