"""Citizen Cloud's addresses."""

from django.urls import path, re_path

from madang.city.portal.views import browse, cases, certificates, check, counter, figures, find, service, staff, versions
from madang.city.portal.views.apply import files, leaving, sending, starting, steps

app_name = "portal"
urlpatterns = [
    # Cases
    path("my/cases", cases.cases, name="cases"),
    path("my/cases/<str:reference>", cases.case, name="case"),
    path("my/cases/<str:reference>/answers", cases.answers, name="case-answers"),
    path("my/cases/<str:reference>/answer", cases.answer, name="case-answer"),
    path("my/cases/<str:reference>/message", cases.message, name="case-message"),
    path("my/cases/<str:reference>/withdraw", cases.withdraw, name="case-withdraw"),
    path("my/cases/<str:reference>/appeal", cases.appeal, name="case-appeal"),
    path("my/letters/<uuid:public_id>", cases.letter, name="case-letter"),
    path("my/letters/<uuid:public_id>.pdf", cases.letter_pdf, name="case-letter-pdf"),
    path("my/certificates/<uuid:public_id>", certificates.show, name="certificate"),
    path("my/certificates/<uuid:public_id>.pdf", certificates.paper, name="certificate-pdf"),
    path("certificates", certificates.check, name="certificates"),
    path("staff/inbox", staff.inbox, name="inbox"),
    path("staff/inbox/chosen", staff.bulk, name="bulk"),
    path("staff/cases/<str:reference>", staff.case, name="staff-case"),
    path("staff/cases/<str:reference>/<str:name>", staff.move, name="staff-move"),
    path("services/figures", figures.figures, name="performance"),
    path("services/figures.csv", figures.figures_csv, name="performance-csv"),
    # Applying
    path("services/<slug:slug>/apply", starting.start, name="apply"),
    path("my/drafts/<uuid:public_id>", starting.go_on, name="draft"),
    path("my/drafts/<uuid:public_id>/steps/<slug:step_id>", steps.step, name="draft-step"),
    path("my/drafts/<uuid:public_id>/check", sending.check, name="draft-check"),
    path("my/drafts/<uuid:public_id>/sent", sending.sent, name="draft-sent"),
    path("my/drafts/<uuid:public_id>/delete", leaving.delete, name="draft-delete"),
    path("my/drafts/<uuid:public_id>/deleted", leaving.deleted, name="draft-deleted"),
    path("my/drafts/<uuid:public_id>/undo", leaving.undo, name="draft-undo"),
    path("my/drafts/<uuid:public_id>/move", leaving.move, name="draft-move"),
    path("my/files/<uuid:public_id>", files.download, name="file"),
    path("staff/counter", counter.person, name="counter"),
    path("staff/counter/register", counter.register, name="counter-register"),
    path("staff/counter/begin", counter.begin, name="counter-begin"),
    # The catalogue; the last line takes every other word for the id of a service, so nothing may stand behind it
    path("services", browse.index, name="services"),
    re_path(r"^services\.(?P<form>ttl|jsonld)$", service.catalogue_data, name="catalogue-data"),
    path("services/find", find.find, name="find"),
    path("services/suggest", find.suggest, name="suggest"),
    path("services/a-z", browse.a_to_z, name="a-to-z"),
    path("services/a-z/<str:letter>", browse.a_to_z, name="letter"),
    re_path(r"^services/(?P<kind>life-event|topic|for|by)/(?P<code>[-\w]+)$", browse.subject, name="subject"),
    path("check", check.check, name="check"),
    path("staff/missed-words", find.missed_words, name="missed-words"),
    path("services/<slug:slug>/versions", versions.versions, name="versions"),
    path("services/<slug:slug>/versions/<int:number>", versions.version, name="version"),
    re_path(r"^services/(?P<slug>[-\w]+)\.(?P<form>ttl|jsonld)$", service.service_data, name="service-data"),
    path("services/<slug:slug>", service.service, name="service"),
]
