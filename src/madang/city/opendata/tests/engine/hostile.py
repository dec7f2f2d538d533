"""More than a hundred questions that nobody with good intentions asks.

Each is written with what must become of it: refused (by kind of Wrong), stopped (over time or memory), or answered harmlessly
because it is only strange. ``{big}`` stands for a number of rows that nobody can wait for.
"""

from typing import NamedTuple

ANY = ("refused", "stopped", "answered")


class Attack(NamedTuple):
    """A question and what may become of it."""

    sql: str
    ends: tuple[str, ...]


def _refused(*questions: str) -> list[Attack]:
    return [Attack(sql, ("refused",)) for sql in questions]


def _stopped(*questions: str) -> list[Attack]:
    return [Attack(sql, ("stopped",)) for sql in questions]


def _ended(*questions: str) -> list[Attack]:
    return [Attack(sql, ANY) for sql in questions]


FILES = _refused(
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_blob('/proc/self/environ')",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_csv_auto('/etc/hosts')",
    "SELECT * FROM read_parquet('/proc/self/fd/5')",
    "SELECT * FROM parquet_scan('/proc/self/fd/5')",
    "SELECT * FROM parquet_metadata('/proc/self/fd/5')",
    "SELECT * FROM parquet_schema('/proc/self/fd/5')",
    "SELECT * FROM parquet_file_metadata('/proc/self/fd/5')",
    "SELECT * FROM read_json('/etc/passwd')",
    "SELECT * FROM read_ndjson_objects('/etc/passwd')",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "SELECT * FROM glob('/*')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM '/etc/passwd.csv'",
    'SELECT * FROM "/proc/self/fd/5.parquet"',
    "SELECT * FROM 'https://example.org/a.parquet'",
    "SELECT * FROM read_csv('http://169.254.169.254/latest/meta-data/')",
    "SELECT * FROM read_parquet('s3://bucket/key.parquet')",
    "SELECT (SELECT content FROM read_text('/etc/shadow'))",
    "SELECT * FROM trees WHERE EXISTS (FROM read_text('/etc/passwd'))",
    "SELECT * FROM trees JOIN read_text('/etc/passwd') ON TRUE",
    "WITH a AS (FROM read_text('/etc/passwd')) SELECT * FROM a",
    "SELECT * FROM trees UNION ALL SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_duckdb('/tmp/x.db')",
    "SELECT * FROM seq_scan('trees')",
    "SELECT * FROM arrow_scan(1, 2, 3)",
    "SELECT * FROM pandas_scan(1)",
    "SELECT * FROM python_map_function(1)",
    "COPY trees TO '/tmp/stolen.csv'",
    "COPY (SELECT 1) TO '/proc/self/fd/1'",
    "EXPORT DATABASE '/tmp/stolen'",
    "IMPORT DATABASE '/tmp/stolen'",
    "ATTACH '/tmp/x.db' AS x",
    "ATTACH ':memory:' AS x",
)
STATEMENTS = _refused(
    "SELECT 1; SELECT 2",
    "SELECT 1; DROP VIEW trees",
    "DROP VIEW trees",
    "CREATE TABLE mine AS SELECT 1",
    "CREATE TEMP TABLE mine (a INT)",
    "CREATE VIEW mine AS SELECT 1",
    "CREATE MACRO f(x) AS x",
    "CREATE TYPE mood AS ENUM ('a')",
    "CREATE SECRET s (TYPE s3)",
    "CREATE SEQUENCE s",
    "INSERT INTO trees VALUES (1)",
    "UPDATE trees SET id = 1",
    "DELETE FROM trees",
    "ALTER TABLE trees ADD COLUMN x INT",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET threads = 64",
    "SET GLOBAL enable_external_access = true",
    "RESET memory_limit",
    "PRAGMA database_list",
    "PRAGMA enable_profiling",
    "CALL pragma_version()",
    "CHECKPOINT",
    "FORCE CHECKPOINT",
    "VACUUM",
    "ANALYZE",
    "BEGIN TRANSACTION",
    "PREPARE p AS SELECT 1",
    "EXECUTE p",
    "EXPLAIN ANALYZE SELECT * FROM trees",
    "DESCRIBE trees",
    "SHOW TABLES",
    "SUMMARIZE trees",
    "USE memory",
    "DETACH memory",
    "PIVOT trees ON kind USING count(*)",
    "SELECT * FROM (SHOW TABLES)",
    "SELECT * FROM trees JOIN (DESCRIBE trees) ON TRUE",
    "",
    "   ;  ",
    "-- nothing",
    "SELEC 1",
    "SELECT * FROM trees WHERE",
    "SELECT 'open",
)
LOOKING_AROUND = _refused(
    "SELECT * FROM duckdb_settings()",
    "SELECT * FROM duckdb_secrets()",
    "SELECT * FROM duckdb_tables()",
    "SELECT * FROM duckdb_views()",
    "SELECT * FROM duckdb_databases()",
    "SELECT * FROM duckdb_functions()",
    "SELECT * FROM duckdb_extensions()",
    "SELECT * FROM duckdb_temporary_files()",
    "SELECT * FROM duckdb_memory()",
    "SELECT * FROM duckdb_logs()",
    "SELECT * FROM pragma_database_list",
    "SELECT * FROM pragma_table_info('trees')",
    "SELECT * FROM pragma_user_agent()",
    "SELECT * FROM information_schema.tables",
    "SELECT * FROM sqlite_master",
    "SELECT * FROM pg_catalog.pg_class",
    "SELECT * FROM main.trees",
    "SELECT * FROM memory.main.trees",
    "SELECT * FROM system.information_schema.columns",
    "SELECT * FROM (WITH sqlite_master AS (SELECT 1) SELECT 2) a, sqlite_master",
    "SELECT * FROM somebody_elses",
    "SELECT getenv('HOME')",
    "SELECT main.getenv('HOME')",
    "SELECT current_setting('allowed_paths')",
    "SELECT getvariable('x')",
    "SELECT current_query()",
    "SELECT inet_server_addr()",
    "SELECT * FROM which_secret('a', 's3')",
    "SELECT * FROM query('SELECT 1')",
    "SELECT * FROM query_table('trees')",
    "SELECT json_execute_serialized_sql('{}')",
    "SELECT * FROM json_execute_serialized_sql('{}')",
    "SELECT json_serialize_plan('SELECT 1')",
    "SELECT write_log('x')",
    "SELECT sleep_ms(10000)",
    "SELECT pg_sleep(10)",
    "SELECT nextval('s')",
    "SELECT * FROM test_all_types()",
    "SELECT * FROM test_vector_types(NULL::INT)",
    "SELECT * FROM duckdb_prepared_statements()",
    "SELECT * FROM storage_info('trees')",
    "SELECT parse_duckdb_log_message('a', 'b')",
    "SELECT create_sort_key('a', 'ASC')",
)
GREEDY = _stopped(
    "SELECT count(*) FROM range(1000000000000) a, range(1000000) b",
    "SELECT count(*) FROM trees a, trees b, trees c WHERE a.height + b.height > c.height",
    "WITH RECURSIVE r AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM r) SELECT max(x) FROM r",
    "SELECT length(repeat('x', 2000000000))",
    "SELECT sum(hash(a.range + b.range)) FROM range(100000000) a, range(1000) b",
    "SELECT list_sum(range(2000000000))",
    "SELECT count(DISTINCT range) FROM range(2000000000)",
    "SELECT string_agg(repeat('x', 10000), '') FROM range(10000000)",
    "SELECT range FROM range(2000000000) ORDER BY hash(range) LIMIT 5 OFFSET 100000000",
    "SELECT array_agg(a.id) FROM trees a, trees b",
    "SELECT lpad('x', 2000000000, 'y')",
    "SELECT levenshtein(repeat('ab', 500000), repeat('ba', 500000))",
    "SELECT count(*) FROM (SELECT md5(a.range::VARCHAR || b.range) m FROM range(1000000) a, range(1000000) b) WHERE m = ''",
    "SELECT median(a.id + b.id) FROM trees a, trees b",
)
STRANGE = _ended(
    "SELECT " + "(" * 600 + "1" + ")" * 600,
    "SELECT " + "NOT " * 5_000 + "TRUE",
    "SELECT " + " + ".join(["1"] * 4_000),
    "SELECT * FROM trees WHERE id IN (" + ",".join(map(str, range(3_000))) + ")",
    " UNION ALL ".join(["SELECT 1"] * 1_000),
    "WITH " + ", ".join(f"a{n} AS (SELECT {f'* FROM a{n - 1}' if n else '1'})" for n in range(300)) + " SELECT * FROM a299",
    "SELECT * FROM " + ", ".join(f"trees t{n}" for n in range(60)),
    "SELECT " + "{'a': " * 300 + "1" + "}" * 300,
    "SELECT " + "[" * 300 + "1" + "]" * 300,
    "SELECT '" + "x" * 19_000 + "'",
    "SELECT 1" + " " * 19_990,
    "SELECT * FROM trees" + " -- " + "x" * 15_000,
    "SELECT printf('%999999999d', 1)",
    "SELECT format('{:999999999}', 1)",
    "SELECT chr(0), unhex('00'), 'a\\0b'",
    "SELECT 1e308 * 10, 'nan'::DOUBLE, 1 / 0, -9223372036854775808 / -1",
    "SELECT 9223372036854775807 + 1",
    "SELECT factorial(100000)",
    "SELECT count(*) FROM trees WHERE regexp_matches(repeat('a', 20000000), '(a|aa)+$')",
    "SELECT strptime(repeat('9', 100000), '%Y')",
    "SELECT regexp_matches('a', repeat('(', 5000))",
    "SELECT json_extract(repeat('[', 100000), '$')",
    "SELECT CAST(repeat('[', 100000) AS INT[])",
    "SELECT * FROM generate_series(1, 10, 0)",
    "SELECT * FROM range(9223372036854775807) LIMIT 1",
    "SELECT date '294247-01-10' + INTERVAL 1000000 YEAR",
    "SELECT unnest(range(100000000)) LIMIT 3",
    "SELECT \U0001f333 FROM trees",
    "SELECT * FROM trees TABLESAMPLE 10 ROWS",
    "SELECT current_user, current_date, now()",
)
EVERY = [*FILES, *STATEMENTS, *LOOKING_AROUND, *GREEDY, *STRANGE]
