"""Tables on the command line look as rich draws them, whether or not rich is asked."""

import contextlib
import io

from hypothesis import given
from hypothesis import strategies as st

from videxplore.cli.output import plain, print_table, results, table

# Short ones fit; long ones are wrapped.
CELL = st.text(st.sampled_from("ab 日é[]"), max_size=8).map(str.strip) | st.just("wrapped " * 12)
ROW = st.tuples(CELL, CELL, CELL)


@given(rows=st.lists(ROW, max_size=5), has_header=st.booleans())
def test_a_table_looks_as_rich_draws_it(rows: list[tuple[str, str, str]], *, has_header: bool) -> None:
    listing = table("name", "#number", "")
    listing.show_header = has_header
    for row in rows:
        listing.add_row(*map(plain, row))
    printed, drawn = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(printed):
        print_table(listing)
    with contextlib.redirect_stdout(drawn):
        results().print(listing)
    assert printed.getvalue() == drawn.getvalue()
