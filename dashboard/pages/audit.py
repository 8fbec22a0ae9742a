"""日志: who did what to which, when and from where. For auditors."""

from dashboard.access import viewer
from dashboard.administration import log
from vocabulary.access import Action

viewer().demand(Action.READ_LOG)
wanted = log.choose()
log.show(wanted)
log.check()
