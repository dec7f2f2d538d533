"""Blind signing: the RFC's vectors, what is refused, and keys that only their own site opens."""

import hashlib
import secrets

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from tests.urban.ballots.secret_builders import PSS, base64_of, token_key

from madang.city.demo.blinding import Browser, blinded, finalised, public_numbers
from madang.city.voting import signing
from madang.city.voting.tests.secret.rfc9474 import MESSAGE, VECTORS, P, Q
from madang.urban.ballots.verifier import token_check

VOTE = "MD-7K3F-92X"


def whole(text: str) -> bytes:
    return bytes.fromhex("".join(text.split()))


def number(text: str) -> int:
    return int.from_bytes(whole(text), "big")


def key_of(p: int, q: int) -> rsa.RSAPrivateKey:
    d = pow(65_537, -1, (p - 1) * (q - 1))
    dp, dq, qi = rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q)
    return rsa.RSAPrivateNumbers(p, q, d, dp, dq, qi, rsa.RSAPublicNumbers(65_537, p * q)).private_key()


@pytest.fixture(scope="module")
def rfc_signer() -> signing.SoftwareSigner:
    return signing.SoftwareSigner(key_of(number(P), number(Q)))


@pytest.fixture(scope="module")
def signer() -> signing.SoftwareSigner:
    return signing.SoftwareSigner(token_key())


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: one.variant)
def test_the_vectors_of_the_rfc_hold(rfc_signer, vector):
    n, e = public_numbers(rfc_signer.public_key)
    message = whole(vector.prefix) + whole(MESSAGE)
    asked = blinded(message, whole(vector.salt), number(vector.inverse), n, e)
    assert asked == whole(vector.blinded)
    assert rfc_signer.blind_sign(asked) == whole(vector.blind_signature)
    signature = finalised(whole(vector.blind_signature), number(vector.inverse), n)
    assert signature == whole(vector.signature)
    salted = padding.PSS(padding.MGF1(hashes.SHA384()), len(whole(vector.salt)))
    key_of(number(P), number(Q)).public_key().verify(signature, message, salted, hashes.SHA384())


def test_a_token_holds_for_its_vote_and_no_other(signer):
    voter = Browser(VOTE, signer.public_key)
    token = voter.token(signer.blind_sign(voter.blinded))
    token_key().public_key().verify(token.signature, token.signed(VOTE), PSS, hashes.SHA384())
    assert token_check(base64_of(signer.public_key))(token.signed(VOTE), token.signature)
    with pytest.raises(InvalidSignature):
        token_key().public_key().verify(token.signature, token.signed("MD-OTHER"), PSS, hashes.SHA384())


def test_the_same_question_has_the_same_answer(signer):
    asked = Browser(VOTE, signer.public_key).blinded
    assert signer.blind_sign(asked) == signer.blind_sign(asked)


def test_what_the_registrar_sees_says_nothing_of_the_token(signer):
    """The same token asked for with two factors: the registrar sees two unrelated numbers, and either could be any token's."""
    voter = Browser(VOTE, signer.public_key)
    message, salt = b"the same", secrets.token_bytes(48)
    n, e = public_numbers(signer.public_key)
    other = secrets.randbelow(n - 2) + 2
    asked = [blinded(message, salt, inverse, n, e) for inverse in (voter.inverse, other)]
    assert asked[0] != asked[1]
    answers = [signer.blind_sign(one) for one in asked]
    assert finalised(answers[0], voter.inverse, n) == finalised(answers[1], other, n)


@pytest.mark.parametrize("size", [0, 1, 383, 385, 512])
def test_messages_of_another_size_are_refused(signer, size):
    with pytest.raises(signing.BadBlinded, match="384 bytes"):
        signer.blind_sign(b"\x01" * size)


def test_numbers_out_of_range_are_refused(signer):
    n, _ = public_numbers(signer.public_key)
    for bad in (0, n, n + 1, (1 << 3072) - 1):
        with pytest.raises(signing.BadBlinded):
            signer.blind_sign(bad.to_bytes(384, "big"))
    assert signer.blind_sign((1).to_bytes(384, "big")) == (1).to_bytes(384, "big")


def test_a_wrong_signature_never_leaves():
    """A fault in one half of the theorem, as a disturbed machine makes it, would give the factors away."""
    signer = signing.SoftwareSigner(token_key())
    signer._for_p += 2
    with pytest.raises(signing.SigningFailed):
        signer.blind_sign(Browser(VOTE, signer.public_key).blinded)


def test_keys_are_opened_by_their_own_vote_and_site(settings):
    keys = signing.VoteKeys(token_key(), signing.made().log, bytes(range(32)))
    kept = signing.sealed(keys, VOTE)
    again = signing.opened(kept, VOTE)
    assert again.tokens.private_numbers() == keys.tokens.private_numbers()
    assert again.log.private_bytes_raw() == keys.log.private_bytes_raw()
    assert again.people == keys.people
    assert keys.people.hex().encode() not in kept
    assert signing.sealed(keys, VOTE) != kept
    with pytest.raises(signing.SecretChanged, match="MADANG_SECRET_KEY"):
        signing.opened(kept, "MD-OTHER")
    settings.SECRET_KEY = hashlib.sha256(b"another").hexdigest()
    with pytest.raises(signing.SecretChanged, match=VOTE):
        signing.opened(kept, VOTE)


def test_new_keys_are_those_that_the_format_names():
    keys = signing.made()
    numbers = keys.tokens.public_key().public_numbers()
    assert (numbers.n.bit_length(), numbers.e) == (3072, 65_537)
    assert len(keys.people) == 32
    token_check(base64_of(signing.signer(keys).public_key))
