"""The rules of tours of duty: facts, verbs and dates, with no query and no Slack.

`[ours]` behind a number or a rule says that no source gives it: we chose it.
"""
