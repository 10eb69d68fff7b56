"""A term as LaTeX, for the tests that print and read back: brackets wherever they might be needed."""

from __future__ import annotations

from verifier.terms.printer import decimal
from verifier.terms.term import Term

_FUNCTIONS = {
    "exp": r"\exp", "sin": r"\sin", "cos": r"\cos", "tan": r"\tan", "cot": r"\cot", "sec": r"\sec", "csc": r"\csc",
    "sinh": r"\sinh", "cosh": r"\cosh", "tanh": r"\tanh", "coth": r"\coth", "asin": r"\arcsin", "acos": r"\arccos",
    "atan": r"\arctan", "re": r"\Re", "im": r"\Im", "arg": r"\arg", "Max": r"\max", "Min": r"\min", "log2": r"\log_2",
    "log10": r"\log_{10}",
    **{w: rf"\operatorname{{{w}}}" for w in "sech csch asinh acosh atanh erf sign sigmoid softplus relu Heaviside".split()},
}  # fmt: skip
_RELATIONS = {"eq": "=", "ne": r"\ne", "lt": "<", "le": r"\le", "gt": ">", "ge": r"\geq"}


def latex_of(term: Term) -> str:
    args = term.args
    inner = [latex_of(a) for a in args]
    match term.head:
        case "number":
            return decimal(term.number)
        case "symbol" | "constant":
            return {"pi": r"\pi", "E": "e", "I": r"\mathrm{i}", "oo": r"\infty"}.get(term.name, term.name)
        case "add":
            signed = [f"- ({latex_of(a.args[0])})" if a.head == "neg" else f"+ ({latex_of(a)})" for a in args[1:]]
            return f"({inner[0]}) {' '.join(signed)}"
        case "neg":
            return f"-({inner[0]})"
        case "mul":
            return r" \cdot ".join(f"({a})" for a in inner)
        case "div":
            return rf"\frac{{{inner[0]}}}{{{inner[1]}}}"
        case "pow":
            return rf"\left({inner[0]}\right)^{{{inner[1]}}}"
        case "sqrt":
            return rf"\sqrt{{{inner[0]}}}"
        case "cbrt":
            return rf"\sqrt[3]{{{inner[0]}}}"
        case "Abs":
            return rf"\left|{inner[0]}\right|"
        case "floor" | "ceiling":
            side = term.head[:5].replace("ceili", "ceil")
            return rf"\l{side} {inner[0]} \r{side}"
        case "factorial":
            return f"({inner[0]})!"
        case "binomial":
            return rf"\binom{{{inner[0]}}}{{{inner[1]}}}"
        case "log":
            return rf"\ln({inner[0]})" if len(args) == 1 else rf"\log_{{({inner[1]})}}({inner[0]})"
        case "apply":
            return f"{term.name}({', '.join(inner)})"
        case "Derivative":
            return rf"\frac{{d^{{{inner[2]}}}}}{{d{inner[1]}^{{{inner[2]}}}}}\left[{inner[0]}\right]"
        case "Integral" if len(args) == 2:
            return rf"\int ({inner[0]}) \, d{inner[1]}"
        case "Integral":
            return rf"\int_{{{inner[2]}}}^{{{inner[3]}}} ({inner[0]}) \, d{inner[1]}"
        case "Sum" | "Product":
            return rf"\{term.head.lower()[:4]}_{{{inner[1]}={inner[2]}}}^{{{inner[3]}}} ({inner[0]})"
        case "Limit":
            side = "" if term.value == "+-" else f"^{term.value}"
            return rf"\lim_{{{inner[1]} \to {inner[2]}{side}}} ({inner[0]})"
        case "Subs":
            return rf"\left. ({inner[0]}) \right|_{{{inner[1]}={inner[2]}}}"
        case "Piecewise":
            rows = [f"{v} & {c}" for v, c in zip(inner[::2], inner[1::2], strict=True)]
            table = r" \\ ".join(rows)
            return rf"\begin{{cases}} {table} \end{{cases}}"
        case "true":
            return r"\text{otherwise}"
        case head if head in _RELATIONS:
            return f"({inner[0]}) {_RELATIONS[head]} ({inner[1]})"
        case head:
            return f"{_FUNCTIONS[head]}({', '.join(inner)})"
