"""Pydantic: what its package exports of models, fields, validators and adapters, each from where it is defined.

Deliberately absent: data classes, types of single values, networks, JSON schema and the modules for version 1.
"""

from typing import Any

from pydantic.aliases import AliasChoices as AliasChoices
from pydantic.aliases import AliasGenerator as AliasGenerator
from pydantic.aliases import AliasPath as AliasPath
from pydantic.config import ConfigDict as ConfigDict
from pydantic.deprecated.class_validators import root_validator as root_validator
from pydantic.deprecated.class_validators import validator as validator
from pydantic.deprecated.tools import parse_obj_as as parse_obj_as
from pydantic.fields import Field as Field
from pydantic.fields import PrivateAttr as PrivateAttr
from pydantic.fields import computed_field as computed_field
from pydantic.functional_validators import AfterValidator as AfterValidator
from pydantic.functional_validators import BeforeValidator as BeforeValidator
from pydantic.functional_validators import PlainValidator as PlainValidator
from pydantic.functional_validators import WrapValidator as WrapValidator
from pydantic.functional_validators import field_validator as field_validator
from pydantic.functional_validators import model_validator as model_validator
from pydantic.main import BaseModel as BaseModel
from pydantic.root_model import RootModel as RootModel
from pydantic.type_adapter import TypeAdapter as TypeAdapter

def __getattr__(name: str) -> Any: ...
