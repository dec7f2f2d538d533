"""What the Plaza says where a question cannot be answered."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "opendata.no_version": _("The data set %(slug)s has no version %(number)s. Leave the version out to get the newest."),
    "opendata.no_table": _("The data set %(slug)s has no table that can be asked. Its page says why."),
    "opendata.no_receipt": _("There is no receipt %(code)s."),
    "opendata.figure_differs": _("The page shows %(shown)s, the data says %(found)s."),
    "opendata.unknown_parameter": _("%(parameter)s is no parameter. A condition is written column__operator=value."),
    "opendata.unknown_column": _("There is no column %(column)s here. The columns are: %(known)s."),
    "opendata.unknown_operator": _("%(parameter)s ends in no operator. After the two underscores may stand: %(known)s."),
    "opendata.operator_on_type": _("%(parameter)s makes no sense for a column of type %(type)s."),
    "opendata.bad_value": _("%(parameter)s: %(value)s is no value of type %(type)s. Write it like %(example)s."),
    "opendata.bad_list": _("%(parameter)s takes %(least)s to %(most)s values, with commas between them and quotes closed."),
    "opendata.bad_parameter": _("%(parameter)s cannot be %(value)s. What may stand there: %(remedy)s."),
    "opendata.bad_group": _(
        "%(parameter)s: the group %(value)s cannot be read. Write (a__exact=1,b__less=2), brackets and quotes closed, at most"
        " five deep."
    ),
    "opendata.too_many_parameters": _("That are more than %(most)s parameters. Put values of one column into column__in=a,b,c."),
    "opendata.too_much_of": _("%(parameter)s: at most %(most)s, and none of them twice."),
    "opendata.columns_of_groups": _("%(parameter)s cannot be chosen where rows are grouped: groups and figures are the columns."),
    "opendata.too_costly": _(
        "Up to %(rows)s rows would have to be read for this; %(most)s are the limit. Add a condition on a column that the"
        " table is sorted by, or download it."
    ),
    "opendata.no_places": _("These rows have no places: GeoJSON needs a geometry, or longitude and latitude, among the columns."),
    "opendata.over_time": _("This took longer than %(limit)s seconds and was stopped. Ask for less, or download the table."),
    "opendata.over_memory": _("This needed more than %(limit)s MB of memory and was stopped. Ask for fewer groups or columns."),
    "opendata.over_rows": _("This has more than %(limit)s rows. Ask for less."),
    "opendata.over_busy": _("Too many questions are being answered at this moment. Ask again in a few seconds."),
    "opendata.over_cancelled": _("The question was taken back."),
    "opendata.sql_length": _("The question is too long, or holds a character no SQL has. %(detail)s characters are the limit."),
    "opendata.sql_tables": _("The question names more than %(most)s data sets."),
    "opendata.sql_statement": _("Exactly one SELECT can be asked, over data sets, with nothing that changes or shows settings."),
    "opendata.sql_table": _(
        "There is no public data set %(detail)s with a table. Names with a hyphen stand in double quotes, or with an underscore."
    ),
    "opendata.sql_function": _("The function %(detail)s cannot be used here: only functions that compute with values can."),
    "opendata.sql_nesting": _("The question nests too deep. Use WITH to name its parts."),
    "opendata.sql_sql": _("The question could not be answered: %(detail)s"),
}
