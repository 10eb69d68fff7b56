"""The command from outside: exit status, formats, bad input, and what it must not load."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from verifier.frontends.command import main

RIGHT = """\
symbols: {a: "in (0, 1)"}
chains:
  c:
    steps:
      - a*(1 - a)
      - a - a**2
"""
WRONG = RIGHT.replace("a - a**2", "a + a**2")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "right.yaml").write_text(RIGHT)
    (tmp_path / "wrong.yaml").write_text(WRONG)
    return tmp_path


def verify(*arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "verifier", *arguments], capture_output=True, text=True, encoding="utf-8", **more
    )


class TestExitStatus:
    def test_0_where_there_is_nothing_to_report(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["right.yaml"]) == 0
        assert "1 step: 1 proved, 0 conditional, 0 refuted, 0 undecided; 0 known issues" in capsys.readouterr().out

    def test_1_for_findings(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["wrong.yaml"]) == 1
        assert "error[" in capsys.readouterr().out

    @pytest.mark.parametrize("content", [b"", b"\xff", b"steps: []", b"steps: [a]", b"[" * 100_000, b"x" * (2 << 20)])
    def test_1_for_a_path_whose_content_is_wrong(
        self, folder: Path, capsys: pytest.CaptureFixture[str], content: bytes
    ) -> None:
        (folder / "bad.yaml").write_bytes(content)
        assert main(["bad.yaml"]) == 1
        assert "bad.yaml:" in capsys.readouterr().out

    def test_1_for_a_pipe(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        os.mkfifo(folder / "pipe.yaml")
        assert main(["pipe.yaml"]) == 1
        assert "error[not-a-file]" in capsys.readouterr().out

    @pytest.mark.parametrize(
        "arguments",
        [
            [],
            ["--no-such-option"],
            ["missing.yaml"],
            ["empty"],
            ["--format", "xml", "right.yaml"],
            ["--timeout", "soon", "right.yaml"],
            ["--expr", "a", "a", "right.yaml"],
            ["--symbols", "a: real", "right.yaml"],
            ["--stdin-filename", "x.yaml", "right.yaml"],
            ["explain", "no-such-mistake"],
        ],
    )
    def test_2_where_it_could_not_run(
        self, folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
    ) -> None:
        (folder / "empty").mkdir()
        (folder / "empty" / "compose.yaml").write_text("services: {}\n")
        assert main(arguments) == 2
        said = capsys.readouterr()
        assert said.err.startswith("verify: ")
        assert "Traceback" not in said.err + said.out

    def test_the_other_paths_are_checked_all_the_same(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["missing.yaml", "wrong.yaml"]) == 2
        assert "error[" in capsys.readouterr().out

    def test_fail_on_and_exit_zero(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["wrong.yaml", "--fail-on", "undecided"]) == 0
        assert "warning[" in capsys.readouterr().out
        assert main(["--exit-zero", "wrong.yaml"]) == 0
        assert main(["--exit-zero", "missing.yaml"]) == 2

    def test_an_internal_error_is_2_and_asks_to_be_reported(
        self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from verifier.frontends import running

        def fail(*arguments: object) -> None:
            raise ZeroDivisionError("a fault\x1b")

        monkeypatch.setattr(running, "check_chain", fail)
        assert main(["right.yaml"]) == 2
        said = capsys.readouterr().err
        assert "internal error: ZeroDivisionError at test_command.py" in said
        assert "report" in said
        assert "\x1b" not in said

    def test_130_after_ctrl_c_with_what_was_decided(
        self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from verifier.frontends import running

        check = running.check_chain

        def interrupt(chain: object, *arguments: object) -> object:
            if "wrong" in chain.path:  # type: ignore[attr-defined]
                raise KeyboardInterrupt
            return check(chain, *arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(running, "check_chain", interrupt)
        assert main(["right.yaml", "wrong.yaml"]) == 130
        said = capsys.readouterr().out
        assert "1 step: 1 proved" in said
        assert "interrupted: this is what was decided so far" in said


class TestFormats:
    def test_json(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["--format", "json", "right.yaml", "wrong.yaml"]) == 1
        said = json.loads(capsys.readouterr().out)
        assert said["summary"]["steps"] == 2
        assert [f["path"] for f in said["files"]] == ["right.yaml", "wrong.yaml"]
        assert said["files"][1]["chains"][0]["steps"][0]["verdict"] == "refuted"
        assert "duration_ms" not in said["files"][0]["chains"][0]["steps"][0]

    def test_jsonl_streams_the_chains_and_keeps_going_after_a_bad_one(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        good = {"id": "good", "symbols": {"a": "real"}, "steps": ["a", "1*a"]}
        lines = [json.dumps(good), "{", "", json.dumps({**good, "id": "last"})]
        (folder / "chains.jsonl").write_text("\n".join(lines))
        assert main(["chains.jsonl", "--format=jsonl", "--durations"]) == 1
        said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert [(s["name"], s["line"], len(s["errors"]), len(s["steps"])) for s in said] == [
            ("good", 1, 0, 1),
            ("line-2", 2, 1, 0),
            ("last", 4, 0, 1),
        ]
        assert all(s["path"] == "chains.jsonl" for s in said)
        assert said[0]["steps"][0]["duration_ms"] >= 0

    def test_errors_of_a_file_are_a_line_without_a_name(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (folder / "bad.yaml").write_text("a: [")
        assert main(["--format", "jsonl", "bad.yaml"]) == 1
        (said,) = map(json.loads, capsys.readouterr().out.splitlines())
        assert (said["name"], said["steps"], said["result"]) == (None, [], None)
        assert said["errors"]

    def test_quiet_shows_findings_only(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["-q", "right.yaml"]) == 0
        assert capsys.readouterr().out == ""
        assert main(["-q", "wrong.yaml"]) == 1
        assert "steps" not in capsys.readouterr().out

    def test_the_same_input_gives_the_same_bytes(self, folder: Path) -> None:
        said = [verify(".", env={**os.environ, "PYTHONHASHSEED": seed}) for seed in "123"]
        assert said[0].stdout == said[1].stdout == said[2].stdout
        assert said[0].returncode == 1

    def test_colour_is_for_terminals(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert "\x1b" not in verify("wrong.yaml").stdout
        assert "\x1b[" in verify("wrong.yaml", "--color", "always").stdout
        assert "\x1b[" in verify("wrong.yaml", env={**os.environ, "FORCE_COLOR": "1"}).stdout
        both = {**os.environ, "FORCE_COLOR": "1", "NO_COLOR": "1"}
        assert "\x1b" not in verify("wrong.yaml", env=both).stdout

    def test_an_ascii_locale_gets_ascii(self, folder: Path) -> None:
        said = verify("wrong.yaml", env={**os.environ, "PYTHONIOENCODING": "ascii"})
        assert said.returncode == 1
        assert said.stdout.isascii()
        assert "^" in said.stdout


class TestInput:
    def test_a_folder_is_walked_and_what_is_no_chain_file_is_counted(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (folder / "compose.yaml").write_text("services: {}\n")
        (folder / "data.jsonl").write_text('{"a": 1}\n')
        assert main(["."]) == 1
        said = capsys.readouterr().out
        assert "2 files, 2 chains" in said
        assert "2 files skipped" in said

    def test_a_named_file_must_be_a_chain_file(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (folder / "compose.yaml").write_text("services: {}\n")
        assert main(["compose.yaml"]) == 1
        assert "compose.yaml:1:1" in capsys.readouterr().out

    def test_standard_input(self, folder: Path) -> None:
        said = verify("-", "--stdin-filename", "notes.yaml", input=WRONG)
        assert said.returncode == 1
        assert "notes.yaml:6:" in said.stdout
        line = json.dumps({"steps": ["1", "1"]})
        assert "notes.jsonl" in verify("-", "--stdin-filename", "notes.jsonl", input=line).stdout

    def test_options_stand_before_or_behind_the_files(self, folder: Path) -> None:
        assert verify("--format", "json", "right.yaml").stdout == verify("right.yaml", "--format", "json").stdout

    def test_a_folder_may_have_any_name(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (folder / "check").mkdir()
        (folder / "check" / "right.yaml").write_text(RIGHT)
        assert main(["check"]) == 0
        assert "check/right.yaml" in capsys.readouterr().out
        assert main(["check", "wrong.yaml"]) == 1
        assert "2 files, 2 chains" in capsys.readouterr().out

    @pytest.mark.parametrize(
        "word, hint",
        [
            ("check", "check: no such file or folder; files are checked without that word: `verify FILE`"),
            ("help", "help: no such file or folder; `verify --help` says what there is"),
            ("explian", "explian: no such file or folder; did you mean `verify explain`?"),
            ("loss", "loss: no such file or folder\n"),
        ],
    )
    def test_a_word_that_is_no_path_may_be_meant_for_a_command(
        self, folder: Path, capsys: pytest.CaptureFixture[str], word: str, hint: str
    ) -> None:
        assert main([word, "right.yaml"]) == 2
        assert hint in capsys.readouterr().err

    def test_a_path_named_twice_is_checked_once(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["right.yaml", "right.yaml"]) == 0
        assert "1 file, 1 chain" in capsys.readouterr().out

    def test_expr_checks_one_step(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["--expr", "sqrt(x**2)", "x", "--symbols", "x: positive"]) == 0
        assert main(["--expr", "-x", "x + s", "--let", "s: 2*x", "--assume", "x > 1"]) == 1
        capsys.readouterr()
        assert main(["--expr", "x + y", "y + x"]) == 0
        assert "x, y taken as real" in capsys.readouterr().out

    def test_expr_points_into_what_was_typed(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["--expr", "x + )", "x"]) == 1
        assert "x + )" in capsys.readouterr().out
        assert main(["--expr", "s", "x", "--let", "s = 1/(1 + )"]) == 1
        out = capsys.readouterr().out
        assert "--let:1:12" in out
        assert "<expr>" not in out

    def test_expr_tells_options_and_no_keys(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["--expr", "x/x", "1"]) == 0
        assert "add `--assume 'x != 0'`" in capsys.readouterr().out
        assert main(["--expr", "sqrt(x^2)", "x"]) == 1
        assert "add `--assume 'x >= 0'`" in capsys.readouterr().out

    def test_names_with_escapes_do_not_steer_the_terminal(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (folder / "a\x1b[2J\n.yaml").write_text(WRONG)
        assert main(["."]) == 1
        assert main(["\x1b[2J"]) == 2
        said = capsys.readouterr()
        assert "\x1b" not in said.out + said.err


class TestEndings:
    def test_a_reader_that_goes_away_changes_nothing_but_the_output(self, folder: Path) -> None:
        lines = "".join(json.dumps({"id": f"c{i}", "steps": ["1", "2"]}) + "\n" for i in range(200))
        (folder / "many.jsonl").write_text(lines)
        command = [sys.executable, "-m", "verifier", "many.jsonl", "--format", "jsonl"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
            assert run.stdout is not None
            assert run.stderr is not None
            run.stdout.read(1)
            run.stdout.close()
            assert run.stderr.read() == b""
        assert run.returncode == 1

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
    @pytest.mark.parametrize("arguments", [["right.yaml"], ["--help"], ["--axioms"], ["explain"]])
    def test_a_full_device_is_said(self, folder: Path, arguments: list[str]) -> None:
        with open("/dev/full", "w") as full:
            run = subprocess.run([sys.executable, "-m", "verifier", *arguments], stdout=full, stderr=subprocess.PIPE)
        assert run.returncode == 2
        assert run.stderr == b"verify: the report cannot be written: No space left on device\n"

    def test_a_closed_output_is_said(self, folder: Path) -> None:
        run = subprocess.run(f"{sys.executable} -m verifier right.yaml >&-", shell=True, stderr=subprocess.PIPE)
        assert run.returncode == 2
        assert b"standard output is closed" in run.stderr

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_a_signal_ends_the_run_with_what_was_decided(self, folder: Path, number: signal.Signals) -> None:
        command = [sys.executable, "-m", "verifier", "-", "--stdin-filename", "x.jsonl"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
            assert run.stdin is not None
            assert run.stdout is not None
            assert run.stderr is not None
            run.stdin.write(b'{"id": "first", "steps": ["1", "1"]}\n')
            run.stdin.flush()
            heading = run.stdout.readline()
            run.send_signal(number)
            rest = run.stdout.read()
            assert run.stderr.read() == b""
        assert run.returncode == 130
        assert heading == b"x.jsonl\n"
        assert b"first: 1 step proved" in rest
        assert b"interrupted" in rest

    def test_ctrl_c_while_the_command_is_loaded_is_no_traceback(self) -> None:
        program = (
            "import sys\n"
            "class Interrupting:\n"
            "    def find_spec(self, name, path=None, target=None):\n"
            "        if name == 'click':\n"
            "            raise KeyboardInterrupt\n"
            "sys.meta_path.insert(0, Interrupting())\n"
            "from verifier.__main__ import main\n"
            "sys.exit(main())\n"
        )
        run = subprocess.run([sys.executable, "-c", program], capture_output=True)
        assert (run.returncode, run.stdout, run.stderr) == (130, b"", b"")


class TestWhatIsLoaded:
    def test_nothing_is_loaded_before_ctrl_c_is_heard(self) -> None:
        program = "import sys; before = {*sys.modules}; import verifier.__main__; print(*({*sys.modules} - before))"
        run = subprocess.run([sys.executable, "-S", "-c", program], capture_output=True, text=True, check=True)
        loaded = set(run.stdout.split())
        assert {m for m in loaded if m.startswith("verifier")} == {"verifier", "verifier.__main__"}
        assert loaded.isdisjoint({"click", "re", "typing", "dataclasses"})

    def test_the_commands_that_are_installed_are_the_entry(self) -> None:
        settings = (Path(__file__).parents[2] / "pyproject.toml").read_text()
        for name in ("verify", "derivation-verifier"):
            assert f'\n{name} = "verifier.__main__:main"\n' in settings

    @pytest.mark.parametrize(
        "arguments", [["--help"], ["--version"], ["explain"], ["explain", "flipped-sign"], ["--axioms"]]
    )
    def test_asking_for_help_loads_nothing_heavy(self, arguments: list[str]) -> None:
        assert loaded(arguments) & {"flint", "sympy", "rich", "yaml", "pebble", "msgspec", "pathspec"} == set()

    def test_a_run_without_colour_loads_no_sympy_and_no_rich(self, folder: Path) -> None:
        assert loaded(["wrong.yaml"]) & {"sympy", "rich"} == set()


def loaded(arguments: list[str]) -> set[str]:
    """The top-level modules that are loaded once the command has run."""
    program = (
        "import sys; from verifier.frontends.command import main; main(sys.argv[1:]);"
        "print(*{m.split('.')[0] for m in sys.modules}, file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True)
    return set(run.stderr.split())


def test_explain_shows_the_page_or_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "missing_log_base_factor"]) == 0
    assert capsys.readouterr().out.startswith("#")
    assert main(["explain"]) == 0
    assert "flipped-sign" in capsys.readouterr().out
    assert main(["explain", "fliped-sign"]) == 2
    assert "did you mean flipped-sign?" in capsys.readouterr().err


def test_axioms_lists_the_kernel(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--axioms"]) == 0
    said = capsys.readouterr().out
    assert "proving.py" in said
    assert "normal-form" in said
    assert max(map(len, said.splitlines())) <= 80


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == "verify 0.1.0\n"
    assert main(["--help"]) == 0
    assert "Exit status:" in capsys.readouterr().out
