"""User models. Permissions are read from the database, for a user once."""

from typing import Any, ClassVar, TypeVar

from django.db.models.base import Model
from django.db.models.fields.related_descriptors import _ManyRelatedManager
from django.db.models.manager import ManagerDescriptor
from greenlint_markers import awaits_db, blocks

from .base_user import AbstractBaseUser as AbstractBaseUser
from .base_user import BaseUserManager as BaseUserManager

M = TypeVar("M")

class UserManager(BaseUserManager[M]):
    @blocks("orm", use="acreate_user")
    def create_user(self, username: str, email: str | None = None, password: str | None = None, **extra_fields: Any) -> M: ...
    @awaits_db
    async def acreate_user(self, username: str, email: str | None = None, password: str | None = None, **extra_fields: Any) -> M: ...
    @blocks("orm", use="acreate_superuser")
    def create_superuser(self, username: str, email: str | None = None, password: str | None = None, **extra_fields: Any) -> M: ...
    @awaits_db
    async def acreate_superuser(self, username: str, email: str | None = None, password: str | None = None, **extra_fields: Any) -> M: ...

class _UserManagerDescriptor(ManagerDescriptor):
    def __get__(self, instance: Any, cls: type[M]) -> UserManager[M]: ...

class Permission(Model): ...
class Group(Model): ...

class PermissionsMixin(Model):
    is_superuser: Any
    groups: _ManyRelatedManager[Group]
    user_permissions: _ManyRelatedManager[Permission]
    @blocks("orm", use="ahas_perm")
    def has_perm(self, perm: str, obj: Any = None) -> bool: ...
    @awaits_db
    async def ahas_perm(self, perm: str, obj: Any = None) -> bool: ...
    @blocks("orm", use="ahas_perms")
    def has_perms(self, perm_list: Any, obj: Any = None) -> bool: ...
    @awaits_db
    async def ahas_perms(self, perm_list: Any, obj: Any = None) -> bool: ...
    @blocks("orm", use="ahas_module_perms")
    def has_module_perms(self, app_label: str) -> bool: ...
    @awaits_db
    async def ahas_module_perms(self, app_label: str) -> bool: ...
    @blocks("orm", use="aget_all_permissions")
    def get_all_permissions(self, obj: Any = None) -> set[str]: ...
    @awaits_db
    async def aget_all_permissions(self, obj: Any = None) -> set[str]: ...
    @blocks("orm", use="aget_group_permissions")
    def get_group_permissions(self, obj: Any = None) -> set[str]: ...
    @awaits_db
    async def aget_group_permissions(self, obj: Any = None) -> set[str]: ...
    @blocks("orm", use="aget_user_permissions")
    def get_user_permissions(self, obj: Any = None) -> set[str]: ...
    @awaits_db
    async def aget_user_permissions(self, obj: Any = None) -> set[str]: ...

class AbstractUser(AbstractBaseUser, PermissionsMixin):
    objects: ClassVar[_UserManagerDescriptor]
    username: Any
    first_name: Any
    last_name: Any
    email: Any
    is_staff: Any
    date_joined: Any
    def get_full_name(self) -> str: ...
    def get_short_name(self) -> str: ...
    def email_user(self, subject: str, message: str, from_email: str | None = None, **kwargs: Any) -> None: ...

class User(AbstractUser): ...

class _SomeUserManager(UserManager[M]):
    """The manager of a user model that the settings name: it has these methods and perhaps more."""

    def __getattr__(self, name: str) -> Any: ...

class _SomeUserManagerDescriptor(ManagerDescriptor):
    def __get__(self, instance: Any, cls: type[M]) -> _SomeUserManager[M]: ...

class _SomeUser(AbstractBaseUser):
    """The user model that the settings name."""

    objects: ClassVar[_SomeUserManagerDescriptor]

def __getattr__(name: str) -> Any: ...
