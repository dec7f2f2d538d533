"""What is said of charts that cannot be drawn."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "opendata.chart_kind": _("There is no chart of the kind %(kind)s. Choose one from the list."),
    "opendata.chart_no_column": _("The table has no column %(column)s. Choose one from the list."),
    "opendata.chart_no_x": _("Choose the column that stands along the axis."),
    "opendata.chart_no_y": _("Choose the amount that is to be shown."),
    "opendata.chart_no_amount": _("%(column)s holds no numbers. Choose a column of numbers, or count rows."),
    "opendata.chart_no_kind": _("Rows cannot be put together by %(column)s. Choose a column of words, codes or dates."),
    "opendata.chart_no_time": _("A line needs time or numbers, and %(column)s holds neither. Choose bars, or another column."),
    "opendata.chart_no_group": _("A grid needs two kinds. Choose a second column to part by."),
}
