"""What holds of every template."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).parents[1] / "templates"
# Django's tags may hold a ">".
FORM = re.compile(r"<form\b(?:{%.*?%}|{{.*?}}|[^>{])*>", re.DOTALL)


def test_of_several_forms_each_says_where_it_goes():
    """After a refusal the page stands under the address of the form that was refused; the others would be sent there too."""
    wrong = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        forms = [form for form in FORM.findall(path.read_text(encoding="utf-8")) if 'method="post"' in form]
        if len(forms) > 1:
            wrong += [f"{path.relative_to(TEMPLATES)}: {form}" for form in forms if "action=" not in form]
    assert not wrong, "\n".join(wrong)
