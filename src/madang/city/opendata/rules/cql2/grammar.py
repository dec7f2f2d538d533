"""The grammar of CQL2 text, after the BNF of OGC 21-065r2; LALR(1), so that reading takes linear time."""

from functools import cache

from lark import Lark

GRAMMAR = r"""
?start: expression
?expression: term (OR term)*            -> any_of
?term: factor (AND factor)*             -> all_of
?factor: primary
       | NOT primary                    -> negation
?primary: predicate
        | BOOLEAN                       -> truth
        | "(" expression ")"

?predicate: scalar COMPARE scalar                               -> comparison
          | scalar LIKE scalar                                  -> like
          | scalar NOT LIKE scalar                              -> not_like
          | scalar BETWEEN scalar AND scalar                    -> between
          | scalar NOT BETWEEN scalar AND scalar                -> not_between
          | scalar IN "(" scalar ("," scalar)* ")"              -> among
          | scalar NOT IN "(" scalar ("," scalar)* ")"          -> not_among
          | scalar IS NULL                                      -> is_null
          | scalar IS NOT NULL                                  -> is_not_null
          | SPATIAL "(" place "," place ")"                     -> spatial
          | TEMPORAL "(" moment "," moment ")"                  -> temporal

?scalar: property | text | number | boolean | instant
       | CASEI "(" scalar ")"           -> folded
?place: property | shape | box
?moment: property | instant | interval
property: NAME | QUOTED
text: TEXT
number: NUMBER
boolean: BOOLEAN
instant: DATE "(" TEXT ")"              -> day
       | TIMESTAMP "(" TEXT ")"         -> instant
interval: INTERVAL "(" bound "," bound ")"
?bound: property | TEXT                 -> bound
      | instant

box: BBOX "(" NUMBER ("," NUMBER)+ ")"
shape: KIND coordinates
     | COLLECTION "(" shape ("," shape)* ")"                    -> collection
coordinates: "(" item ("," item)* ")"
?item: coordinates | NUMBER+            -> position

OR.3: /or\b/i
AND.3: /and\b/i
NOT.3: /not\b/i
LIKE.3: /like\b/i
BETWEEN.3: /between\b/i
IN.3: /in\b/i
IS.3: /is\b/i
NULL.3: /null\b/i
BOOLEAN.3: /(true|false)\b/i
COMPARE: /<>|<=|>=|=|<|>/
SPATIAL.2: /s_(intersects|equals|disjoint|touches|within|overlaps|crosses|contains)(?=\s*\()/i
TEMPORAL.2: /t_(after|before|contains|disjoint|during|equals|intersects)(?=\s*\()/i
          | /t_(finishe(s|dby)|me(ets|tby)|overlap(s|pedby)|start(s|edby))(?=\s*\()/i
CASEI.2: /casei(?=\s*\()/i
DATE.2: /date(?=\s*\()/i
TIMESTAMP.2: /timestamp(?=\s*\()/i
INTERVAL.2: /interval(?=\s*\()/i
BBOX.2: /bbox(?=\s*\()/i
COLLECTION.2: /geometrycollection(?=\s*\()/i
KIND.2: /(multipoint|multilinestring|multipolygon|point|linestring|polygon)(\s+z)?(?=\s*\()/i
NAME: /[^\W\d][\w.:]*/
QUOTED: /"(?:[^"]|"")+"/
TEXT: /'(?:''|\\'|[^'])*'/
NUMBER: /[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?/
%ignore /\s+/
"""


@cache
def parser() -> Lark:
    """Return the parser, made once for each process."""
    return Lark(GRAMMAR, parser="lalr", maybe_placeholders=False)
