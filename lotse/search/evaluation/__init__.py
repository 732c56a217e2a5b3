"""How good the search is, measured on judged questions with the production pipeline.

``judged`` reads questions and judgements, ``collection`` asks them of documents in a scratch store,
``own`` of the installation's own index, ``figures`` sums up, ``runs`` keeps and compares.
"""
