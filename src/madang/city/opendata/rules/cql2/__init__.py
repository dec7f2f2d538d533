"""CQL2 in its text form (OGC 21-065r2): read into nodes, compiled to conditions of the engine, geometry judged apart. Pure."""

from madang.city.opendata.rules.cql2.nodes import (
    And,
    Between,
    CaseFolded,
    Comparison,
    CqlFault,
    In,
    Interval,
    IsNull,
    Like,
    Literal,
    Node,
    Not,
    Or,
    Property,
    Shape,
    Spatial,
    Temporal,
    Truth,
)
from madang.city.opendata.rules.cql2.plans import Plan, plan_of
from madang.city.opendata.rules.cql2.reading import MOST_CHARACTERS, MOST_DEPTH, box_of, moment_of, read
from madang.city.opendata.rules.cql2.sql import PLACE, Schema, Sql, joined, quoted

__all__ = [
    "MOST_CHARACTERS", "MOST_DEPTH", "PLACE", "And", "Between", "CaseFolded", "Comparison", "CqlFault", "In", "Interval",
    "IsNull", "Like", "Literal", "Node", "Not", "Or", "Plan", "Property", "Schema", "Shape", "Spatial", "Sql", "Temporal",
    "Truth", "box_of", "joined", "moment_of", "plan_of", "quoted", "read",
]  # fmt: skip
