"""`pytest --verify`: one test a step, with the diagnostic as its failure."""

from __future__ import annotations

import pytest

CHAINS = """\
symbols: {a: "in (0, 1)"}
chains:
  right:
    steps: [a*(1 - a), a - a**2]
    result: a*(1 - a)
  wrong:
    steps:
      - a*(1 - a)
      - a + a**2
      - expr: a - a**2
        because: 1 + 1 = 3
  known:
    steps:
      - a - a**2
      - expr: a + a**2
        expect: flipped-sign
  unmet:
    steps:
      - a
      - expr: 1*a
        expect: refuted
      - expr: 2*a
        expect: undecided
  unreadable:
    steps: [a, b]
"""
PLUGIN = "verifier.frontends.pytest_plugin"


@pytest.fixture
def run(pytester: pytest.Pytester, request: pytest.FixtureRequest):
    """Runs pytest on the chains of `chains.yaml`; the plugin is named where it is not installed with the package."""
    pytester.makefile(".yaml", chains=CHAINS)
    known = any(p.__name__ == PLUGIN for p in request.config.pluginmanager.get_plugins() if hasattr(p, "__name__"))
    named = () if known else ("-p", PLUGIN)
    return lambda *arguments: pytester.runpytest_subprocess("-p", "no:cacheprovider", *named, *arguments)


def test_a_step_is_a_test_and_so_is_a_result(run) -> None:
    done = run("--verify", "chains.yaml", "-v")
    done.assert_outcomes(passed=2, failed=5, xfailed=1)
    done.stdout.fnmatch_lines(["chains.yaml::right::step 1 PASSED*", "chains.yaml::right::result PASSED*"])


def test_the_failure_is_the_diagnostic(run) -> None:
    done = run("--verify", "chains.yaml::wrong")
    done.stdout.fnmatch_lines(
        [
            "error?flipped-sign?: the sign of `a?[*]2` is flipped",
            "*chains.yaml:9:13  chain wrong, step 1",
            "error?because?: the reason `1 + 1 = 3` is false",
            "FAILED chains.yaml::wrong::step 1 - error?flipped-sign?: the sign of*",
        ]
    )
    assert "Traceback" not in done.stdout.str()


def test_expect_is_a_strict_xfail(run) -> None:
    done = run("--verify", "chains.yaml::known", "chains.yaml::unmet", "-rx")
    done.assert_outcomes(xfailed=1, failed=2)
    done.stdout.fnmatch_lines(["error?unmet-expect?: `expect: refuted` is not met: step 1 holds"])
    done.stdout.fnmatch_lines(["XFAIL chains.yaml::known::step 1 - expect: flipped-sign"])


def test_what_cannot_be_read_fails(run, pytester: pytest.Pytester) -> None:
    pytester.makefile(".yml", broken="steps: [")
    pytester.makefile(".yaml", other="services: {}")
    done = run("--verify", "broken.yml", "chains.yaml::unreadable", "other.yaml")
    done.assert_outcomes(failed=3)
    done.stdout.fnmatch_lines(["error?undeclared-symbol?: `b` is not declared*", "FAILED other.yaml::other::input*"])


def test_a_folder_is_walked_and_what_is_no_chain_file_is_left_alone(run, pytester: pytest.Pytester) -> None:
    pytester.makefile(".yaml", other="services: {}")
    pytester.makepyfile("def test_it(): pass")
    run("--verify", "--collect-only", "-q").stdout.fnmatch_lines(["9 tests collected*"])


def test_nothing_is_collected_or_loaded_without_the_option(run, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        "import sys\ndef test_it(): assert not {'verifier.session', 'flint', 'yaml', 'sympy'} & set(sys.modules)"
    )
    run().assert_outcomes(passed=1)


def test_two_chains_of_one_name_are_told_apart(run, pytester: pytest.Pytester) -> None:
    pytester.makefile(".jsonl", two='{"id": "c", "steps": ["1", "1"]}\n{"id": "c", "steps": ["1", "2"]}\n')
    done = run("--verify", "two.jsonl", "-v")
    done.stdout.fnmatch_lines(["two.jsonl::c::step 1 PASSED*", "two.jsonl::c (2)::step 1 FAILED*"])


def test_notes_are_collected_too(run, pytester: pytest.Pytester) -> None:
    pytester.makefile(
        ".md",
        notes="$$(x+1)^2 = x^2 + 2x + 1$$\n\nThen\n\n$$(x-1)^2 = x^2 + 2x + 1$$\n\nThen\n\n$$x^2 = 25$$\n\nThen\n\n"
        "<!-- verify: symbols a real; expect refuted -->\n\n$$2a = a$$\n\nThen\n\n$$g(x) = x$$\n",
        README="No mathematics here.\n",
    )
    done = run("--verify", "notes.md", "-rs")
    done.assert_outcomes(passed=1, failed=1, xfailed=1, skipped=2)
    done.stdout.fnmatch_lines(["*notes.md:5:19  chain (x - 1)?[*]2, step 1*"])
    done.stdout.fnmatch_lines(["SKIPPED *read 9 of 10 formulas*"])
    done.stdout.fnmatch_lines(["SKIPPED *needs-context*"])


def test_it_works_under_xdist(run, pytester: pytest.Pytester) -> None:
    pytest.importorskip("xdist")
    run("--verify", "chains.yaml", "-n", "2").assert_outcomes(failed=5, passed=2, xfailed=1)
