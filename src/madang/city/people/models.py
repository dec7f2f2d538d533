"""Tables of people: accounts and their two parts, the departments, deputies, tokens."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Upper
from django.utils import timezone

from madang.city.people.rules import Assurance, Role


def _choices(values: Any) -> list[tuple[str, str]]:
    return [(value.value, value.value) for value in values]


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts the way Django's commands ask for them."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Account":
        """Make an account; without a password it signs in by code or passkey."""
        account = self.model(email=email.strip().lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Find an account by its e-mail address, whatever its case."""
        return self.get(email=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """A way to sign in. The e-mail address is the login, always in lower case."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    language = models.CharField(max_length=8, blank=True, default="")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)
    assurance = models.CharField(max_length=20, choices=_choices(Assurance), default=Assurance.SELF_DECLARED.value)
    assurance_how = models.CharField(max_length=120, blank=True, default="")
    assured_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="people_account_email_lower"),
            models.CheckConstraint(condition=Q(assurance__in=[one.value for one in Assurance]), name="people_account_assurance"),
        ]

    def __str__(self) -> str:
        return f"account {self.pk}"


class Resident(models.Model):
    """What an account's owner told the city about themselves. One name, as they write it."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="resident")
    name = models.CharField(max_length=200, blank=True, default="")
    birth_date = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=20, blank=True, default="")
    home_address = models.CharField(max_length=400, blank=True, default="")
    home_area = models.ForeignKey("places.Area", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    languages = models.JSONField(default=list, blank=True)
    phone = models.CharField(max_length=40, blank=True, default="")
    changed_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(Upper("name"), name="people_resident_name")]

    def __str__(self) -> str:
        return f"resident {self.pk}"


class Department(models.Model):
    """A part of the city's administration; the departments form a tree."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.JSONField(default=dict)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    phone = models.CharField(max_length=40, blank=True, default="")
    email = models.EmailField(max_length=254, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="people_department_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.code


class StaffMember(models.Model):
    """Somebody who works for the city: in one department, with one role."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="staff_member")
    name = models.CharField(max_length=200)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="staff")
    role = models.CharField(max_length=20, choices=_choices(Role), default=Role.CASEWORKER.value)
    since = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(role__in=[one.value for one in Role]), name="people_staffmember_role"),
        ]

    def __str__(self) -> str:
        return f"staff {self.pk}"


class Deputy(models.Model):
    """From one day until another (both included) ``deputy`` stands in for ``absent``."""

    absent = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="deputies")
    deputy = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="stands_in_for")
    from_date = models.DateField()
    until_date = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(from_date__lte=F("until_date")), name="people_deputy_days"),
            models.CheckConstraint(condition=~Q(absent=F("deputy")), name="people_deputy_is_another"),
            models.UniqueConstraint(fields=["absent", "deputy", "from_date"], name="people_deputy_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["deputy", "from_date", "until_date"])]

    def __str__(self) -> str:
        return f"deputy {self.pk}"


class ApiToken(models.Model):
    """A key for programs: only the hash of its secret is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=80)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"token {self.pk}"
