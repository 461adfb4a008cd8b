"""python -m intake_email parse"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LETTER = (
    "From: Анна <a@b.ru>\r\nTo: bilet@worldskills.ru\r\nSubject: Re: Билет\r\n"
    "Message-ID: <2@b.ru>\r\nIn-Reply-To: <1@worldskills.ru>\r\n\r\n"
    "Спасибо!\r\n\r\n14.09.2020, 12:30, Отдел пишет:\r\n> Здравствуйте\r\n"
).encode()


def run(*files: Path) -> tuple[int, list[dict[str, Any]]]:
    command = [sys.executable, "-m", "intake_email", "parse", *map(str, files)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.stderr == b""
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def test_each_file_gives_one_line_and_a_bad_one_an_error(tmp_path: Path) -> None:
    good, bad = tmp_path / "1.eml", tmp_path / "2.eml"
    good.write_bytes(LETTER)
    bad.write_bytes(b"no letter")
    code, (line, refused, missing) = run(good, bad, tmp_path / "3.eml")
    assert code == 1
    assert (line["kind"], line["from_name"], line["from_addr"]) == ("reply", "Анна", "a@b.ru")
    assert (line["reply_text"], line["in_reply_to"]) == ("Спасибо!", "1@worldskills.ru")
    assert line["text"].endswith("> Здравствуйте")
    assert (refused["file"], refused["error"]) == (str(bad), "not-a-letter")
    assert missing["error"] == "No such file or directory"


def test_good_files_alone_end_well(tmp_path: Path) -> None:
    file = tmp_path / "1.eml"
    file.write_bytes(LETTER)
    assert run(file)[0] == 0
