"""The engine: questions to tables, answered in processes of their own, with limits that the kernel keeps.

Outside the web worker's process nothing here is imported twice: what loads DuckDB or Ibis is imported where it is used.
"""

from madang.city.opendata.engine.pool import ask, ask_once, close
from madang.city.opendata.engine.values import OWN, PUBLIC, Answer, Limits, OverLimit, Question, Wrong

__all__ = ["OWN", "PUBLIC", "Answer", "Limits", "OverLimit", "Question", "Wrong", "ask", "ask_once", "close"]
