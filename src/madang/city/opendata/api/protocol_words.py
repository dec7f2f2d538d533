"""What a refused filter of OGC API Features is told as."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "opendata.filter_syntax": _("The filter cannot be read at character %(at)s, near “%(near)s”. It has to be CQL2 text."),
    "opendata.filter_too_long": _("The filter is longer than %(most)s characters. Split the question."),
    "opendata.filter_too_deep": _("The filter nests brackets more than %(most)s deep. Write it flatter."),
    "opendata.filter_parts": _("The filter has more than %(most)s parts of one kind. Split the question."),
    "opendata.filter_column": _("There is no property %(column)s to filter by. There are: %(known)s."),
    "opendata.filter_types": _("%(column)s: a %(first)s cannot be compared with a %(second)s. Texts stand in single quotes."),
    "opendata.filter_operand": _("%(what)s cannot be used there."),
    "opendata.filter_moment": _("“%(value)s” is no day or instant. Write 2026-11-21 or 2026-11-21T09:00:00Z."),
    "opendata.filter_number": _("%(value)s is too large a number."),
    "opendata.filter_value": _("%(column)s: “%(value)s” is no value of the type %(type)s."),
    "opendata.filter_interval": _("%(what)s needs an INTERVAL."),
    "opendata.filter_interval_order": _("The interval from %(start)s to %(end)s ends before it starts."),
    "opendata.filter_box": _("A box is west, south, east, north in degrees, the south not above the north."),
    "opendata.filter_geometry": _("“%(value)s” is no valid geometry in longitude and latitude."),
    "opendata.filter_geometry_fails": _("This relation cannot be judged for these geometries: %(why)s."),
    "opendata.filter_geometry_here": _("%(column)s is a geometry: use it in S_INTERSECTS and its like."),
    "opendata.filter_no_geometry": _("%(column)s is no geometry. The geometry is called: %(known)s."),
    "opendata.filter_spatial": _("%(what)s relates the geometry of the features to a geometry that you write."),
}
