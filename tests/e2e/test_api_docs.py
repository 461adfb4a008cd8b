"""The pages that describe the APIs, in a real browser."""

import asyncio
import subprocess

from tests.support.installation import SERVICES, Installation
from tests.support.processes import ROOT


async def test_the_pages_of_all_apis_work_without_asking_a_stranger(
    installation: Installation, chromium: str
) -> None:
    command = ["node", "tests/e2e/browser/docs.mjs", installation.url, *SERVICES]
    done = await asyncio.to_thread(
        subprocess.run, command, cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
