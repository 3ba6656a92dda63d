"""Looks for patterns as cfn-lint does.

stdin: a line of JSON for each pattern: [pattern, [text, ...]]; stdout: a line for each: [true, ...].
"""

import json
import sys

import regex

for line in sys.stdin:
    pattern, texts = json.loads(line)
    try:
        found = [bool(regex.search(pattern, text, timeout=2)) for text in texts]
    except TimeoutError:
        found = [None for _ in texts]
    print(json.dumps(found), flush=True)
