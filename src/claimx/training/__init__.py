"""Building the bundled models with Stanza's own trainers: `python -m claimx.training --help`.

Nothing here is needed to run claimx; it wants the extra packages of the `training` extra and the data folder.
"""
