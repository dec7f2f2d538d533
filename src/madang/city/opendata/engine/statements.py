"""Which SQL of the public may run: exactly one SELECT over the given tables with functions that only compute.

The statement is judged by DuckDB's own parse tree, and it is the parsed text that runs. Functions are an allow list: all that
the catalogue knows, but for those that name files, settings, other statements or the server.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import duckdb

from madang.city.opendata.engine.values import Wrong

MOST_CHARACTERS = 20_000
MOST_NODES = 20_000
TABLE_FUNCTIONS = frozenset({"range", "generate_series", "unnest", "json_each", "json_tree", "repeat_row", "generate_subscripts"})
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
_QUOTED = re.compile(r"[^\w]")


def checked(connection: duckdb.DuckDBPyConnection, sql: str, tables: frozenset[str]) -> str:
    """Return the one SELECT that ``sql`` holds. Raises Wrong naming what may not be asked, duckdb.Error where it is no SQL."""
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
    _judge(tree["statements"], tables, _known(connection))
    return text


def _known(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    found = connection.execute(
        "SELECT DISTINCT lower(function_name) FROM duckdb_functions() "
        "WHERE function_type IN ('scalar', 'aggregate', 'macro') AND database_name = 'system'"
    ).fetchall()
    return frozenset(name for (name,) in found if not _DENIED.match(name))


def _judge(tree: Any, tables: frozenset[str], functions: frozenset[str]) -> None:
    own = frozenset(name.lower() for name in tables) | frozenset(_named_inside(tree))
    for node in _nodes(tree):
        kind = node.get("type")
        if "function_name" in node:
            name = str(node["function_name"]).lower()
            if name not in functions and name not in TABLE_FUNCTIONS and not node.get("is_operator"):
                raise Wrong("function", name[:60])
            if str(node.get("schema", "")).lower() not in ("", "main", "pg_catalog") or node.get("catalog") not in (
                "",
                None,
                "system",
            ):
                raise Wrong("function", name[:60])
        if kind == "TABLE_FUNCTION":
            called = str((node.get("function") or {}).get("function_name", "")).lower()
            if called not in TABLE_FUNCTIONS:
                raise Wrong("function", called[:60])
        if "table_name" in node and kind == "BASE_TABLE":
            _judge_table(node, own)
        if "from_table" in node and (node["from_table"] or {}).get("type") not in SOURCES:
            raise Wrong("statement")


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
