"""Judged questions of municipalities: how good suggestions and the radar are.

``questions.jsonl``: one invented mail a line with ``id``, ``group`` (mails of one group ask the
same), ``subject``, ``text`` and ``relevant``: the collected good examples that help, by code, with
grade 2 (answers) or 1 (helps a little). Empty: the collection holds nothing about it. Judged by
reading the examples, before any figure was looked at.
"""
