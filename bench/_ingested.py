"""Our part of ingest.py, in a process that holds nothing else: python bench/_ingested.py FILE FOLDER"""

import json
import sys
from pathlib import Path

from madang.urban.formats import tabular


def main() -> int:
    file, folder = map(Path, sys.argv[1:])
    table = tabular.load(file, tabular.sniff(file), folder)
    told = {"types": [column.type for column in table.columns], "rows": table.rows, "sort": table.sort}
    print(json.dumps(told | {"bytes": table.path.stat().st_size}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
