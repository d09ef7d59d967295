"""Attribution: cues, contents, speakers. One module per stage; :class:`Attributor` runs them all.

units → cues → contents → mentions → (finding) → names, chains → binding → claims
"""

from claimx.attribution.attributor import Attributor

__all__ = ["Attributor"]
