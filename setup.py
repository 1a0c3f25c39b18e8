"""Builds the package. All it adds to pyproject.toml: the bundled stubs are shipped lowered, so that nobody has to read them again."""

import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

SOURCES = Path(__file__).parent / "src"


class BuildLowered(build_py):
    """Copies the package, and lowers its stubs where it is copied to."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        sys.path.insert(0, str(SOURCES))
        from greenlint.world.bundled import lowered

        stubs = SOURCES / "greenlint" / "knowledge" / "stubs"
        target = Path(self.build_lib) / "greenlint" / "knowledge" / "lowered"
        for stub in sorted(stubs.rglob("*.pyi")):
            file = target / f"{stub.relative_to(stubs).as_posix()}.json"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(lowered(stub.read_text(encoding="utf-8")), encoding="utf-8")


setup(cmdclass={"build_py": BuildLowered})
