#!/usr/bin/env python3
"""Validates lvsctl's JSON with a validator that is not ours, against Docs/lvsctl.schema.json.

    Tests/Docs/schema.py

Every document in the recorded sessions, and the examples in Docs/json.md. The last line is "N passed, N failed".
"""
import copy
import json
import pathlib
import sys

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]


def session_documents():
    """The documents that recorded runs printed, each with the line that it ends in."""
    for path in sorted((ROOT / "Tests/LvsctlTests/Sessions").glob("*.txt")):
        document = ""
        for number, line in enumerate(path.read_text().splitlines(), 1):
            content = line[2:] if line.startswith("! ") else line
            if content == "{" or document:
                document += content + "\n"
            if content == "}" and document:
                yield f"{path.name}:{number}", json.loads(document)
                document = ""


def manual_documents():
    text = (ROOT / "Docs/json.md").read_text()
    for index, part in enumerate(text.split("```json\n")[1:], 1):
        example = part.split("```")[0]
        # One document, or one on each line.
        documents = [example] if example.startswith("{\n") else example.splitlines()
        for document in documents:
            yield f"Docs/json.md, example {index}", json.loads(document)


def main():
    schema = json.loads((ROOT / "Docs/lvsctl.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    passed = failed = 0
    found = list(session_documents()) + list(manual_documents())
    for place, document in found:
        problem = jsonschema.exceptions.best_match(validator.iter_errors(document))
        if problem is None:
            passed += 1
        else:
            failed += 1
            print(f"FAILED {place}: {problem.message[:200]}")
        # A validator that accepts everything would pass, too.
        wrong = copy.deepcopy(document)
        wrong["no-such-key"] = 1
        if validator.is_valid(wrong):
            failed += 1
            print(f"FAILED {place}: is valid with a key that does not exist")
    if len(found) < 30:
        failed += 1
        print(f"FAILED: only {len(found)} documents were found")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
