"""The ballot of a straw vote, without script: mark, check, cast; a code instead of an account where the vote takes codes."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from madang.city.kernel import clock
from madang.city.kernel.http.limits import address_of, rate_limited
from madang.city.kernel.refusals import Refusal, Refused, sentence
from madang.city.voting.forms.ballot import BY_POINTS, ONE, BallotForm
from madang.city.voting.forms.codes import CodeForm
from madang.city.voting.queries import marking
from madang.city.voting.queries.votes import OptionView, VoteView
from madang.city.voting.queries.votes import vote as find_vote
from madang.city.voting.rules.votes import Kind
from madang.city.voting.services.casting import cast
from madang.city.voting.services.entering import enter
from madang.city.voting.views import words
from madang.city.voting.views.door import CODES, said, viewer_of, voter_of, voting
