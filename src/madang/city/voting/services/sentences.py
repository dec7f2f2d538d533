"""What refusals of votes, their acts and their notices are called."""

from django.utils.translation import gettext_lazy as _

from madang.city.kernel.registries.notice_kinds import Audience, NoticeKind
from madang.city.voting.services.telling import ASKED, MOVED, WORK

SENTENCES = {
    # Asking
    "voting.age_backwards": _("Check the ages: the first must not be above the last, and neither above %(most)s."),
    "voting.age_least": _("People vote from %(least)s years of age. Choose that age or a higher one."),
    "voting.answer_days": _("Say within how many days the department answers: %(most)s at most."),
    "voting.area_unknown": _("One of the areas is not there any more. Choose again."),
    "voting.department_missing": _("Name the department that must answer the result."),
    "voting.fixed": _("The vote is announced, so it cannot be changed any more. Cancel it and ask anew."),
    "voting.gender_unknown": _("There is no gender “%(gender)s” in the profiles."),
    "voting.language": _("Write in English, Korean or Chinese."),
    "voting.limits": _("Check how many options may be marked: from 1 to %(options)s, the least not above the most."),
    "voting.mails_confirmed": _("An invitation by e-mail needs voters with a confirmed address. Ask for that too."),
    "voting.near_metres": _("Choose a distance from %(least)s to %(most)s metres."),
    "voting.near_place": _("Name the place, in %(most)s letters at most, and choose it on the map."),
    "voting.official_assurance": _("Whoever votes officially must at least have confirmed an e-mail address. Ask for that."),
    "voting.official_hidden": _("The result of an official vote shows after closing, and to nobody before."),
    "voting.official_script": _("An official vote is secret by what the voter's browser does. It cannot do without script."),
    "voting.one_language": _("Write the question, its options and its description in one language."),
    "voting.one_quorum": _("Ask for a number of people or for a share, not for both."),
    "voting.option_twice": _("“%(option)s” stands there twice. Change one of them."),
    "voting.options_count": _("Offer %(least)s to %(most)s options."),
    "voting.period_long": _("A vote is open for %(days)s days at most. Choose an earlier end."),
    "voting.period_short": _("A vote is open for %(hours)s hours at least. Choose a later end."),
    "voting.phones_proved": _("People type their telephone number themselves. Ask for a proved identity too."),
    "voting.points": _("Say how many points there are to give: 1 to %(most)s, and none where none are given."),
    "voting.quorum": _("Ask for one person or more, or for 1 to 100 percent of those entitled."),
    "voting.roll_by_staff": _("Lists of voters are for votes of the city."),
    "voting.roll_stands_alone": _("Of who votes with a code nothing else is known. Take the other conditions away."),
    "voting.rule_of_kind": _("The rule “%(rule)s” does not count votes of the kind “%(kind)s”. Choose another one."),
    "voting.seats": _("Check how many win: 1 to %(most)s, and more than one only where the rule can fill several seats."),
    "voting.straw_has_no_answer": _("Only an official vote names a department that answers."),
    "voting.text_long": _("Write %(most)s letters at most."),
    "voting.text_missing": _("Something is left to write in the language that you ask in."),
    "voting.too_many_running": _("You have %(most)s votes running. Wait until one closes."),
    "voting.unknown": _("There is no such vote."),
    "voting.yes_no_options": _("A yes/no question has two answers."),
    # Lists
    "voting.letters_count": _("Make 1 to %(most)s letters at once."),
    "voting.no_letters": _("This vote is not opened by letters."),
    "voting.no_list": _("This vote has no list to load."),
    "voting.roll_empty": _("The list is empty."),
    "voting.roll_line_broken": _(
        "Line %(line)s cannot be read. Nothing was loaded; %(faults)s lines are to be mended, this one first."
    ),
    "voting.roll_line_short": _(
        "The code on line %(line)s is easy to guess: use %(least)s letters. Nothing was loaded; lines to mend: %(faults)s."
    ),
    "voting.roll_line_twice": _("Line %(line)s is the same as line %(first)s. Nothing was loaded; lines to mend: %(faults)s."),
    "voting.roll_long": _("The list has more than %(most)s entries."),
    "voting.census_line": _("Line %(line)s: %(fault)s Nothing was loaded."),
    # Life
    "voting.cancelled": _("This vote was cancelled."),
    "voting.closed": _("This vote is closed."),
    "voting.closes_later": _("This vote is still open."),
    "voting.no_answer_needed": _("Nobody must answer a straw vote."),
    "voting.not_now": _("This cannot be done with the vote as it stands."),
    "voting.opens_later": _("This vote is not open yet."),
    "voting.other_department": _("Another department must answer this result."),
    "voting.result_after_voting": _("The result shows to those who have voted."),
    "voting.result_later": _("The result shows when the vote is closed and counted."),
    # Who may vote
    "voting.code_unknown": _("This code does not open this vote. Check it letter by letter."),
    "voting.fails_age_unknown": _("You must be %(least)s or older. Write your birth date in your profile first."),
    "voting.fails_area": _("You must live in %(areas)s: your home address is in %(home)s."),
    "voting.fails_code": _("You need a code for this vote."),
    "voting.fails_email": _("You must confirm your e-mail address first."),
    "voting.fails_gender": _("This vote is for: %(genders)s. Your profile says: %(gender)s."),
    "voting.fails_home_unknown": _("This vote depends on where you live. Write your neighbourhood in your profile first."),
    "voting.fails_identity": _("You must prove who you are first: sign in with a proved identity, or come to a counter."),
    "voting.fails_language": _("You must speak at least one of: %(languages)s. Your profile names none of them."),
    "voting.fails_mails": _("You must be invited: your e-mail address is not on the list of this vote."),
    "voting.fails_near": _("You must live within %(metres)s m of %(place)s: your home address is in %(home)s."),
    "voting.fails_old": _("You must be %(most)s or younger when the vote opens: you are %(age)s."),
    "voting.fails_phones": _("Your telephone number is not on the list of this vote."),
    "voting.fails_young": _("You must be %(least)s or older when the vote opens: you are %(age)s."),
    "voting.not_on_register": _("The list of voters was closed when the vote opened, and you did not meet the conditions then."),
    # Ballots
    "voting.choice_few": _("Mark %(least)s or more, or nothing at all."),
    "voting.choice_malformed": _("This is no ballot of this vote. Load the page again."),
    "voting.choice_many": _("Mark %(most)s at most."),
    "voting.choice_points": _("Give option %(number)s no more than %(most)s points, and none below 0."),
    "voting.choice_same_rank": _("Several options share the rank %(rank)s. Give each a rank of its own."),
    "voting.choice_total": _("You have given %(total)s points. There are %(most)s to give."),
    "voting.choice_twice": _("Option %(number)s is marked twice."),
    "voting.choice_unknown": _("There is no option %(number)s."),
    "voting.secret_only": _("This vote is official: its ballots go to the ballot box alone."),
    # Kiosks
    "voting.hand_over_gone": _("This code was used, or its minutes are over. Ask for a new one."),
    "voting.kiosk_closed": _("This tablet is not open for a vote."),
    "voting.kiosk_hours": _("A tablet serves %(hours)s hours at most, from now on."),
    "voting.residents_only": _("People vote as residents. Say in your account that you are one."),
    "voting.token_elsewhere": _(
        "You have fetched your token for this vote already, or got a ballot on paper. Go on where the token is, or on paper."
    ),
    "voting.kiosk_place": _("Name the place, in %(most)s letters at most."),
}

VERBS = {
    "announced-vote": _("Announced a vote"),
    "answered-result": _("Answered the result of a vote"),
    "cancelled-vote": _("Cancelled a vote"),
    "closed-kiosk": _("Closed a tablet for voting"),
    "closed-vote": _("Closed a vote"),
    "counted-vote": _("Counted a vote"),
    "discarded-vote": _("Threw away the draft of a vote"),
    "drafted-vote": _("Drafted a vote"),
    "listed-voters": _("Loaded a list of voters"),
    "loaded-census": _("Loaded a census"),
    "opened-kiosk": _("Opened a tablet for voting"),
    "opened-vote": _("Opened a vote"),
}

NOTICE_KINDS = (
    NoticeKind(MOVED, _("Votes that you follow")),
    NoticeKind(ASKED, _("Official votes that you may vote in")),
    NoticeKind(WORK, _("Results that your department must answer (staff)"), ("inbox", "email"), Audience.STAFF),
)
