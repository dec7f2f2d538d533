"""Which SQL of the public may run: exactly one SELECT over the given tables with functions that only compute.

The statement is judged by DuckDB's own parse tree, and it is the parsed text that runs. Functions are an allow list: all that
the catalogue knows, but for those that name files, settings, other statements or the server.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from madang.city.opendata.engine.values import Wrong

MOST_CHARACTERS = 20_000
MOST_NODES = 20_000
TABLE_FUNCTIONS = frozenset({"range", "generate_series", "unnest", "json_each", "json_tree", "repeat_row", "generate_subscripts"})
WINDOW_FUNCTIONS = frozenset(
    {
        "row_number", "rank", "dense_rank", "rank_dense", "percent_rank", "cume_dist", "ntile", "lag", "lead", "first_value",
        "last_value", "nth_value", "fill",
    }
)  # fmt: skip
SOURCES = frozenset({"BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EXPRESSION_LIST", "EMPTY", "PIVOT", "COLUMN_DATA"})
_DENIED = re.compile(
    r"""^( duckdb_.* | pragma_.* | pg_.* | has_.*privilege | inet_.* | icu_.* | read_.* | parquet_.* | .*_scan.* | __internal.*
    | .*sql | query.* | json_.*plan | json_copy.* | test_.* | .*checkpoint.* | enable_.* | disable_.* | verify_.* | .*metadata.*
    | .*storage.* | .*external_resource.* | .*database.* | create_.* | sniff_.* | show.* | table_info | which_secret | getenv
    | getvariable | current_setting | current_query.* | current_connection_id | current_transaction_id | txid_current
    | current_role | current_user | session_user | user | user_agent | platform | in_search_path | .*description | nextval
    | setval | currval | setseed | write_log | sleep.* | stats | vector_type | index_key | glob_.* | python_.* | pi_.* | error
    | cast_to_type | truncate_.* | functions | collations | extension_versions | summary | get_block_size | parse_duckdb.*
    | current_schemas? | invoke )$""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Known:
    """What DuckDB's catalogue holds by itself: functions that only compute, and views that tell of the server."""

    functions: frozenset[str] = frozenset()
    views: frozenset[str] = frozenset()


_QUOTED = re.compile(r"[^\w]")


def checked(connection: duckdb.DuckDBPyConnection, sql: str, tables: frozenset[str], known: Known) -> str:
    """Return the one SELECT that ``sql`` holds. known: as ``look_around`` returns it.

    Raises Wrong naming what may not be asked, duckdb.Error where it is no SQL.
    """
    if len(sql) > MOST_CHARACTERS:
        raise Wrong("length", str(MOST_CHARACTERS))
    found = connection.extract_statements(sql)
    if len(found) != 1 or found[0].type != duckdb.StatementType.SELECT:
        raise Wrong("statement")
    text = found[0].query
    row = connection.execute("SELECT json_serialize_sql($text)", {"text": text}).fetchall()
    tree = json.loads(row[0][0])
    if tree.get("error") or len(tree.get("statements", [])) != 1:
        raise Wrong("statement")
    _judge(tree["statements"], tables, known)
    return text


def look_around(connection: duckdb.DuckDBPyConnection) -> Known:
    """Return what DuckDB's catalogue holds by itself."""
    functions = connection.execute(
        "SELECT DISTINCT lower(function_name) FROM duckdb_functions() "
        "WHERE function_type IN ('scalar', 'aggregate', 'macro') AND database_name = 'system'"
    ).fetchall()
    views = connection.execute("SELECT DISTINCT lower(view_name) FROM duckdb_views() WHERE internal").fetchall()
    return Known(frozenset(name for (name,) in functions if not _DENIED.match(name)), frozenset(name for (name,) in views))


def _judge(tree: Any, tables: frozenset[str], known: Known) -> None:
    inside = frozenset(_named_inside(tree))
    if hidden := inside & known.views:  # outside its WITH such a name would mean the catalogue's own view
        raise Wrong("table", min(hidden))
    own = frozenset(name.lower() for name in tables) | inside
    for node in _nodes(tree):
        kind = node.get("type")
        if "function_name" in node:
            _judge_function(node, known.functions | TABLE_FUNCTIONS | WINDOW_FUNCTIONS)
        if kind == "TABLE_FUNCTION":
            _judge_function(node.get("function") or {}, TABLE_FUNCTIONS)
        if "table_name" in node and kind == "BASE_TABLE":
            _judge_table(node, own)
        if not all(source.get("type") in SOURCES for source in _sources(node)):
            raise Wrong("statement")


def _sources(node: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what a node reads from: its FROM, or the two sides of a join."""
    places = ("left", "right") if node.get("type") == "JOIN" else ("from_table",)
    return [node[place] or {} for place in places if place in node]


def _judge_function(node: dict[str, Any], allowed: frozenset[str]) -> None:
    name = str(node.get("function_name", "")).lower()
    is_plain = node.get("schema") in (None, "", "main") and node.get("catalog") in (None, "", "system")
    if not is_plain or (name not in allowed and not node.get("is_operator")):
        raise Wrong("function", _QUOTED.sub(" ", name)[:60].strip())


def _judge_table(node: dict[str, Any], own: frozenset[str]) -> None:
    name = str(node["table_name"])
    if node.get("schema_name") or node.get("catalog_name") or name.lower() not in own:
        raise Wrong("table", _QUOTED.sub(" ", name)[:60].strip())


def _named_inside(tree: Any) -> Iterator[str]:
    """Yield the names that WITH gives."""
    for node in _nodes(tree):
        for entry in (node.get("cte_map") or {}).get("map", []):
            yield str(entry["key"]).lower()
        if node.get("type") in ("CTE_NODE", "RECURSIVE_CTE_NODE"):
            yield str(node.get("cte_name", "")).lower()


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield every node, without recursion. Raises Wrong where there are too many."""
    waiting, seen = [tree], 0
    while waiting:
        node = waiting.pop()
        seen += 1
        if seen > MOST_NODES * 20:
            raise Wrong("nesting")
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
