"""Renders templates with Jinja: reads [[template, [values, ...]], ...] as JSON, and writes [[text, ...], ...]."""

import json
import sys

import jinja2

engine = jinja2.Environment(keep_trailing_newline=True)
templates = json.load(sys.stdin)
json.dump([[engine.from_string(source).render(values) for values in all] for source, all in templates], sys.stdout)
