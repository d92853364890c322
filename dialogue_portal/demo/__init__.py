"""The demo data: a believable dialogue with its crowd, made up from one seed. Loaded by `manage.py load_demo`.

One module for each area, in the order of `load`. Rules hold here too: what a rule or a side effect depends on goes
through the services; the crowd (delegations' focal points, intents, applications) is inserted in bulk, without audit.
"""
