"""verify figures: every figure with a receipt, computed again."""

from dataclasses import asdict

import click

from madang.city.cli.care import verify
from madang.city.cli.frame import migrated_database, print_json, progress, say


@verify.command("figures")
@click.option("--json", "as_json", is_flag=True, help="Print the figures that do not hold as JSON.")
def verify_figures(as_json: bool) -> None:
    """Compute every figure with a receipt again and compare. Exit code 1 if one differs."""
    with migrated_database():
        from madang.city.kernel import clock
        from madang.city.opendata import engine
        from madang.city.opendata.queries import receipts as reading
        from madang.city.opendata.services import receipts
        from madang.city.opendata.services.receipts import Standing

        total = reading.count()
        with progress("Computing figures again") as tick:
            found = receipts.check_all(now=clock.now(), progress=tick)
        engine.close()
        differ = [one for one in found if one.standing is Standing.DIFFERS]
        if as_json:
            print_json({"figures": total, "not_holding": [asdict(one) for one in found]})
        else:
            for one in found:
                say(f"{one.code} {one.dataset}@{one.version} {_words(one.standing, one.shown, one.found)} {one.shown_at}")
            gone = len(found) - len(differ)
            say(f"{total} figures computed again: {len(differ)} differ, the data of {gone} is not public any more.")
        if differ:
            raise SystemExit(1)


def _words(standing: str, shown: object, found: object) -> str:
    return f"shown {shown}, found {found}" if standing == "differs" else "gone"


COMMANDS = ()  # it stands below ``verify``
