"""The commands of LaTeX's mathematics that a formula may use, and what each of them means."""

from __future__ import annotations

from typing import Final

from verifier.reading.names import GREEK_LETTERS

GREEK: Final = GREEK_LETTERS | frozenset(
    """varepsilon vartheta varrho varsigma varphi varpi digamma varkappa Gamma Delta Theta Lambda Xi Pi Sigma Upsilon
    Phi Psi Omega ell hbar""".split()
)
ACCENTS: Final = {
    **{f"\\{word}": word for word in "hat bar tilde widehat widetilde overline vec check breve acute grave".split()},
    **dict.fromkeys([r"\mathbf", r"\boldsymbol", r"\bm", r"\symbf", r"\pmb"], "bold"),
    **{rf"\math{word}": word for word in "cal bb scr frak sf tt".split()},
    r"\underline": "underline",
}
NOT_SCALAR: Final = frozenset({"bold", "bb", "vec"})

FRACTIONS: Final = frozenset({r"\frac", r"\dfrac", r"\tfrac", r"\cfrac"})
BINOMIALS: Final = frozenset({r"\binom", r"\dbinom", r"\tbinom"})
TIMES: Final = frozenset({r"\times", r"\cdot", "*", r"\ast", r"\cdotp"})
DIVISIONS: Final = frozenset({"/", r"\div"})
WRAPPERS: Final = frozenset({r"\underbrace", r"\overbrace", r"\boxed", r"\cancel", r"\bcancel", r"\xcancel", r"\fbox"})

# one argument, named as the terms name them
FUNCTIONS: Final = {
    **{f"\\{word}": word for word in "sin cos tan cot sec csc sinh cosh tanh coth exp".split()},
    r"\arcsin": "asin", r"\arccos": "acos", r"\arctan": "atan", r"\ln": "log", r"\log": "log", r"\lg": "log10",
    r"\arg": "arg", r"\Re": "re", r"\Im": "im", r"\det": "Determinant", r"\max": "Max", r"\min": "Min",
}  # fmt: skip
# the same words and more, upright: `\operatorname{sigmoid}`, `\mathrm{tr}`
WORDS: Final = {
    **{command[1:]: head for command, head in FUNCTIONS.items()},
    **{word: word for word in "sech csch asin acos atan asinh acosh atanh erf sign sigmoid softplus relu floor".split()},
    "sgn": "sign", "ReLU": "relu", "RELU": "relu", "ceil": "ceiling", "arsinh": "asinh", "arcosh": "acosh",
    "artanh": "atanh", "arcsinh": "asinh", "arccosh": "acosh", "arctanh": "atanh", "tr": "Trace", "Tr": "Trace",
    "trace": "Trace", "Var": "Variance", "Cov": "Covariance", "E": "Expectation", "Heaviside": "Heaviside",
}  # fmt: skip
ARITY: Final = {"Max": (1, 50), "Min": (1, 50), "Covariance": (2, 2)}
NEEDS_BRACKET: Final = frozenset(
    {"Max", "Min", "Expectation", "Variance", "Covariance", "Heaviside", "arg", "re", "im"}
)
RANDOM: Final = frozenset({"Expectation", "Variance", "Covariance"})
MATRIX: Final = frozenset({"Determinant", "Trace"})
INVERSE: Final = {
    "sin": "asin", "cos": "acos", "tan": "atan", "sinh": "asinh", "cosh": "acosh", "tanh": "atanh",
}  # fmt: skip
LOGARITHMS: Final = frozenset({"log", "log10"})

RELATIONS: Final = {
    "=": "eq", "<": "lt", ">": "gt", r"\lt": "lt", r"\gt": "gt", r"\ne": "ne", r"\neq": "ne",
    r"\le": "le", r"\leq": "le", r"\leqslant": "le", r"\ge": "ge", r"\geq": "ge", r"\geqslant": "ge",
}  # fmt: skip
BIG_OPERATORS: Final = {r"\sum": "Sum", r"\prod": "Product", r"\int": "Integral", r"\lim": "Limit"}
BARS: Final = frozenset({"|", r"\vert"})
TRANSPOSES: Final = frozenset({r"\top", r"\intercal"})

# typed as letters, each of these would be a product of letters
BARE_WORDS: Final = frozenset(
    """exp log ln lg sin cos tan cot sec csc max min det tr Tr Var Cov var cov lim sup inf if for or and where arg sgn
    sign erf tanh sinh cosh given mod gcd lcm diag rank ker dim""".split()
)

UNSUPPORTED: Final = {
    r"\pm": "two signs", r"\mp": "two signs", r"\nabla": "vector calculus", r"\otimes": "tensor products",
    r"\odot": "entrywise products", r"\circ": "composition", r"\mid": "divisibility, or a condition",
    r"\iint": "double integral", r"\iiint": "triple integral", r"\oint": "contour integral", r"\dot": "time derivative",
    r"\ddot": "time derivative", r"\infty": "infinity", r"\%": "percent", r"\in": "sets", r"\cup": "sets",
    r"\cap": "sets", r"\subset": "sets", r"\setminus": "sets", r"\emptyset": "sets", r"\forall": "quantifiers",
    r"\exists": "quantifiers", r"\approx": "approximation", r"\sim": "distribution", r"\propto": "proportion",
    r"\equiv": "congruence", r"\bmod": "congruence", r"\pmod": "congruence", r"\mod": "congruence",
    r"\overset": "stacked signs", r"\underset": "stacked signs", r"\stackrel": "stacked signs",
    r"\sup": "supremum", r"\inf": "infimum", r"\limsup": "limits of sets", r"\liminf": "limits of sets",
    r"\bigcup": "sets", r"\bigcap": "sets", r"\Pr": "probability", r"\oplus": "sums of spaces",
    **dict.fromkeys([r"\cdots", r"\ldots", r"\dots", r"\dotsb", r"\dotsc", r"\vdots", r"\ddots"], "ellipsis"),
    **dict.fromkeys([r"\to", r"\rightarrow", r"\mapsto", r"\Rightarrow", r"\implies", r"\iff"], "arrows"),
}  # fmt: skip
MARKS: Final = frozenset(
    "hat bar tilde widehat widetilde overline vec check breve acute grave bold cal bb scr frak sf tt underline "
    "plus minus ast par br end comma dash sub sup star rm oo".split()
)
"""Words that the spelling of a name uses for what are not letters."""
