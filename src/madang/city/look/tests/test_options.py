"""The options of a select: what is chosen is marked, what people wrote is escaped, what is safe stays."""

from django.template import Context, Template


def shown(choices, chosen=""):
    return Template("{% load look %}{% options choices chosen %}").render(Context({"choices": choices, "chosen": chosen}))


def test_the_chosen_one_is_marked():
    assert shown([("a", "One"), ("b", "Two")], "b") == '<option value="a">One</option><option value="b" selected>Two</option>'


def test_nothing_that_somebody_wrote_becomes_markup():
    assert shown([('"><b>', "<script>")]) == '<option value="&quot;&gt;&lt;b&gt;">&lt;script&gt;</option>'


def test_no_choices_are_no_options():
    assert shown([]) == ""
