"""Applications in the making, for tests: a form with every kind of field, and files of every kind."""

import io
import zipfile
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from madang.city.people.tests import builders as people
from madang.city.portal.definitions import compile_text
from madang.city.portal.models import Service
from madang.city.portal.queries import drafts as queries
from madang.city.portal.queries.drafts import DraftView
from madang.city.portal.rules.drafts import Base
from madang.city.portal.services import drafts, publishing
from madang.city.portal.tests.builders import NOW

FORM = """\
id: <slug>
version: <version>
status: <status>
title: Apply for a market stall
summary: Sell at one of the city's markets.
description: [The city has six markets.]
words: [market, stall, sell, street food]
authority: licensing
topics: [business]
audience: [residents]
channels: {web: true, counter: Any neighbourhood centre}
cost: free
processing: {days: 10, clock: working}
fill_minutes: 8
eligibility:
  adult: {rule: resident.age >= 19, text: You are 19 or older.}
form:
  you:
    title: About you
    fields:
      full_name: {type: name, label: Your name, fact: resident.name}
      birth_date: {type: date, label: Date of birth, max: today, fact: resident.birth_date}
      email: {type: email, label: E-mail address, required: false}
      address: {type: address, label: Home address, fact: resident.address}
  stall:
    title: The stall
    intro: Tell us what you want to sell.
    fields:
      sells_food: {type: yes_no, label: Do you sell food?}
      hygiene: {type: text, label: Number of your hygiene licence, max: 20, when: answers.sells_food}
      kind:
        type: choice
        label: What kind of stall?
        options: {small: A table, large: {label: A van, hint: Up to six metres}}
      days: {type: choices, label: On which days?, max: 2, options: {sat: Saturday, sun: Sunday, mon: Monday}}
      turnover: {type: money, label: What do you expect to sell in a month?, min: 0}
  helpers:
    title: Who helps you
    repeat: {min: 0, max: 2, item: Helper}
    fields:
      helper_name: {type: name, label: Name of the helper}
      helper_age: {type: number, label: Age, min: 15, unit: years}
  papers:
    title: Papers
    when: answers.sells_food
    fields:
      licence: {type: file, label: Your hygiene licence, files: {types: [pdf, jpg, png, zip, docx], max_mb: 1, count: 2}}
      note: {type: long_text, label: Anything else?, max: 500, required: false, pii: sensitive}
  truth:
    title: Declaration
    fields:
      truth: {type: declaration, label: All of this is true.}
<more>"""

YOU = {
    "full_name": ["Kim Haru"], "birth_date-year": ["1984"], "birth_date-month": ["3"], "birth_date-day": ["14"],
    "address-line": ["1 Maru Street"],
}  # fmt: skip
STALL = {"sells_food": ["yes"], "hygiene": ["H-17"], "kind": ["large"], "days": ["sat", "sun"], "turnover": ["1,200,000"]}
STALL_WITHOUT_FOOD = {"sells_food": ["no"], "kind": ["small"], "days": ["mon"], "turnover": ["0"]}
HELPERS = {"helpers-0-helper_name": ["Lee Sora"], "helpers-0-helper_age": ["31"]}
TRUTH = {"truth": ["on"]}


def stall(
    slug: str = "market-stall", *, version: int = 1, status: str = "live", more: str = "", change: tuple[str, str] = ("", "")
) -> Service:
    """Publish the service of this form; ``change`` replaces a text of its file, for a later version."""
    people.department("licensing")
    text = FORM.replace("<slug>", slug).replace("<version>", str(version)).replace("<status>", status).replace("<more>", more)
    text = text.replace(*change) if change[0] else text
    publishing.publish(definitions=[compile_text(slug, text)], by="system", now=NOW)
    return Service.objects.get(slug=slug)


def draft(resident_id: int | None = None, *, slug: str = "market-stall") -> DraftView:
    """Begin an application and return it."""
    who = resident_id or people.resident()
    public_id = drafts.begin(beginning=drafts.Beginning(slug=slug, resident_id=who, language="en"), now=NOW)
    return queries.draft(public_id, viewer=people.viewer_for(who), now=NOW)


def again(view: DraftView) -> DraftView:
    """Return a draft as it stands now."""
    return queries.draft(view.public_id, viewer=people.viewer_for(view.resident_id), now=NOW)


def save(
    view: DraftView,
    step: str,
    inputs: dict[str, list[str]],
    *,
    page: str = "page",
    revision: int | None = None,
    leaves: bool = True,
) -> drafts.Saved:
    """Send a page of the form."""
    base = Base(view.revision if revision is None else revision, page)
    sent = drafts.Sent(step_id=step, inputs=inputs, base=base, leaves=leaves)
    return drafts.save_step(draft_id=view.id, sent=sent, now=NOW)


def filled(resident_id: int | None = None) -> DraftView:
    """Return a draft with every step done, of somebody who sells no food."""
    view = draft(resident_id)
    for step, inputs in (("you", YOU), ("stall", STALL_WITHOUT_FOOD), ("helpers", {}), ("truth", TRUTH)):
        assert save(again(view), step, inputs).is_done
    return again(view)


def pdf(name: str = "licence.pdf", more: bytes = b"") -> SimpleUploadedFile:
    """Return a small PDF."""
    return SimpleUploadedFile(name, b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n" + more + b"\n%%EOF\n")


def png(name: str = "photo.png") -> SimpleUploadedFile:
    """Return the head of a picture."""
    return SimpleUploadedFile(
        name, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00" + bytes(40)
    )


def zipped(parts: dict[str, bytes], name: str = "papers.zip", compression: int = zipfile.ZIP_DEFLATED) -> SimpleUploadedFile:
    """Return a ZIP with these parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", compression) as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
    return SimpleUploadedFile(name, held.getvalue())


def docx(name: str = "letter.docx", **more: bytes) -> SimpleUploadedFile:
    """Return the bones of a text document."""
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"} | more, name)


def stored_files() -> list[Path]:
    """Return every file that lies in the city's folder of uploads."""
    return [path for path in (Path(settings.MEDIA_ROOT) / "uploads").rglob("*") if path.is_file()]
