"""Does the bundle fit the schema that wenkan publishes?   bundle.py SCHEMA BUNDLE"""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

schema, bundle = (json.loads(Path(name).read_text("utf-8")) for name in sys.argv[1:])
Draft202012Validator.check_schema(schema)
faults = list(Draft202012Validator(schema).iter_errors(bundle))
for fault in faults[:10]:
    print(f"{fault.json_path}: {fault.message[:300]}", file=sys.stderr)
sys.exit(1 if faults else 0)
