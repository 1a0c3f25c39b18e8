"""Which file an import means. A module is its path; the answers depend on the set of files alone, not on the disk or the working directory.

Deliberately absent: installed libraries outside of a configured environment (their stubs are what is known of them), `sys.path` manipulation and
`.pth` files.
"""

from __future__ import annotations

from functools import cached_property

from greenlint.world.sources import STUB, Sources

DIRECTORY = "dir:"
"""Before the path of a namespace package."""

_MODULES = ("/__init__.py", ".py", "/__init__.pyi", ".pyi")
_PACKAGE_FILES = ("__init__.py", "__init__.pyi")
_IN_PACKAGE = "package"
_INSTALLED = "installed"


class _Tree:
    """A set of files below a directory: which directories there are, and what they hold."""

    def __init__(self, top: str, files: tuple[str, ...]) -> None:
        self.top = top
        self.files = frozenset(files)
        self.children: dict[str, set[str]] = {}
        for path in files:
            at = path
            while at != top:
                parent = _parent(at)
                known = self.children.setdefault(parent, set())
                if at in known:
                    break
                known.add(at)
                at = parent

    def module(self, base: str) -> str | None:
        """The file of the module or package at a path without suffix."""
        return next((base + ending for ending in _MODULES if base + ending in self.files), None)

    def package(self, directory: str) -> str | None:
        """The file that makes a directory a regular package."""
        return next((path for path in (_join(directory, name) for name in _PACKAGE_FILES) if path in self.files), None)

    def find(self, directory: str, parts: list[str]) -> str | None:
        """The module at the end of names below a directory; a `dir:` path where the end is a directory without a module of that name."""
        at = directory
        for part in parts[:-1]:
            at = _join(at, part)
            if at not in self.children or (not self.package(at) and self.module(at)):
                return None
        at = _join(at, parts[-1])
        return self.module(at) or (DIRECTORY + at if at in self.children else None)

    def held(self, directory: str) -> set[str]:
        """The names of the modules and directories in a directory."""
        return {path.rpartition("/")[2].removeprefix(STUB).partition(".")[0] for path in self.children.get(directory, ())}


class Modules:
    """Resolves imports among the files of a root and the stubs.

    Paths of modules are those of `Sources`; a namespace package is `dir:` and its directory.

    Args:
        sources: the files. Its settings' `src` directories are import roots.
    """

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._project = _Tree("", sources.files())
        self._roots = tuple(dict.fromkeys((*sources.import_roots, "src", "")))
        self._resolved: dict[tuple[str, str, str], str | None] = {}
        self._importers: dict[str, tuple[str, str]] = {}
        self._submodules: dict[str, frozenset[str]] = {}
        self._names: dict[str, str] = {}
        self._installations: dict[str, _Tree | None] = {}

    @cached_property
    def _stubs(self) -> tuple[_Tree, ...]:
        return tuple(map(_Tree, self._sources.stub_directories, self._sources.stubs))

    def resolve(self, dotted: str, from_path: str) -> str | None:
        """The module that an absolute import of a dotted name means in a file; None if it is neither in the project nor among the stubs."""
        importer = self._importers.get(from_path)
        if importer is None:
            importer = self._importers[from_path] = self._importer(from_path)
        key = (dotted, *importer)
        if key not in self._resolved:
            parts = dotted.split(".")
            if importer[1] == _INSTALLED:
                self._resolved[key] = self._stub(parts) or self._installed(parts)
            else:
                self._resolved[key] = self._absolute(parts, *importer) if importer[1] else self._stub(parts)
        return self._resolved[key]

    def _importer(self, path: str) -> tuple[str, str]:
        """What of an importing file decides: its own import root, and whether it is a stub (empty), installed, in a package or outside (then it is
        the path)."""
        directory = _parent(path)
        if self._stub_tree(path):
            return "", ""
        if self._sources.is_installed(path):
            return "", _INSTALLED
        if self._project.package(directory):
            return self._above(directory), _IN_PACKAGE
        return directory, path

    def relative(self, level: int, module: str | None, from_path: str) -> str | None:
        """The module that `from ..module import` means (`level` dots, `module` may be missing); by path alone."""
        tree = self._library_tree(from_path)
        top = tree.top if tree else ""
        directory = _parent(from_path)
        for _ in range(level - 1):
            if directory == top:
                return None
            directory = _parent(directory)
        return self._below(tree, directory, module.split(".") if module else [])

    def submodule(self, package: str, name: str) -> str | None:
        """The module `name` inside a package (its `__init__` file or `dir:` path); None for other modules."""
        directory = _contents(package)
        return None if directory is None else self._below(self._library_tree(package), directory, [name])

    def submodules(self, package: str) -> frozenset[str]:
        """The names for which `submodule` may answer."""
        found = self._submodules.get(package)
        if found is None:
            found = self._submodules[package] = self._held(package)
        return found

    def _held(self, package: str) -> frozenset[str]:
        directory = _contents(package)
        if directory is None:
            return frozenset()
        own = self._library_tree(package)
        if own is None:
            return frozenset(self._project.held(directory))
        if own not in self._stubs:
            return frozenset(own.held(directory))
        inside = _inside(own, directory)
        return frozenset().union(*(tree.held(_join(tree.top, inside) if inside else tree.top) for tree in self._stubs))

    def name(self, path: str) -> str:
        """The dotted name of a module as it is printed: from the directory above its outermost package, else from the import root around it."""
        found = self._names.get(path)
        if found is None:
            found = self._names[path] = self._name(path)
        return found

    def _name(self, path: str) -> str:
        bare = path.removeprefix(DIRECTORY)
        directory = bare if path.startswith(DIRECTORY) else _parent(bare)
        tree = self._library_tree(path)
        if tree:
            top = tree.top
        elif self._project.package(directory) or len(self._around(directory)) > 1:
            top = self._around(directory)[-1]
        else:
            top = max((root for root in self._roots if not root or bare.startswith(root + "/")), key=len)
        rest = bare[len(top) :].lstrip("/")
        if not path.startswith(DIRECTORY):
            rest = rest.removesuffix(".pyi").removesuffix(".py").removesuffix("/__init__")
        return rest.replace("/", ".")

    def _absolute(self, parts: list[str], own: str, importer: str) -> str | None:
        """Regular modules of the project, stubs, namespace packages of the project, what another distribution below the root provides.

        The directory of a file outside of packages (`importer`) is an import root only when the file is run as a script. So what is known
        as a library is not taken for a neighbour of such a file, nor the file itself for a library.
        """
        script = importer != _IN_PACKAGE and own not in self._roots
        library = self._stub(parts[:1])
        roots = [root for root in dict.fromkeys((*self._around(own), *self._roots)) if not (script and library and root == own)]
        regular = [root for root in roots if self._project.module(_join(root, parts[0]))]
        found = [self._project.find(root, parts) for root in regular]
        stub = self._stub(parts)
        namespaces = [] if library and not library.startswith(DIRECTORY) else [root for root in roots if root not in regular]
        spread = [self._project.find(root, parts) for root in namespaces]
        answers = [answer for answer in (*found, stub, *spread) if answer and not (script and parts[1:] == [] and answer == importer)]
        if not answers and not library:
            installed = None if (distributed := self._distributed(parts)) else self._installed(parts)
            answers = distributed if installed is None else [installed]
        return next((answer for answer in answers if not answer.startswith(DIRECTORY)), answers[0] if answers else None)

    def _distributed(self, parts: list[str]) -> list[str]:
        """The module in the only one of the root's distributions that has something of the first name."""
        roots = self._distributions.get(parts[0], ())
        found = self._project.find(roots[0], parts) if len(roots) == 1 else None
        return [found] if found else []

    @cached_property
    def _distributions(self) -> dict[str, list[str]]:
        """The import roots of the root's distributions by the names of what they hold."""
        found: dict[str, list[str]] = {}
        for directory in self._sources.distributions:
            for root in (directory, _join(directory, "src")):
                for name in self._project.held(root):
                    found.setdefault(name, []).append(root)
        return found

    def _installed(self, parts: list[str]) -> str | None:
        """The module in the configured environment."""
        tree = self._environment_tree(parts[0])
        return tree.find(tree.top, parts) if tree is not None else None

    def _environment_tree(self, name: str) -> _Tree | None:
        """The files of a top-level package of the configured environment."""
        environment = self._sources.environment
        if environment is None or not environment.directory:
            return None
        if name not in self._installations:
            files = environment.files(name)
            self._installations[name] = _Tree(environment.directory, files) if files else None
        return self._installations[name]

    def _stub(self, parts: list[str]) -> str | None:
        answers = [answer for answer in (tree.find(tree.top, parts) for tree in self._stubs) if answer]
        return next((answer for answer in answers if not answer.startswith(DIRECTORY)), answers[0] if answers else None)

    def _below(self, tree: _Tree | None, directory: str, parts: list[str]) -> str | None:
        """The module at the end of names below a directory, or the package that it is. A stub package may be spread over several directories."""
        if tree and tree not in self._stubs:
            return tree.find(directory, parts) if parts else tree.package(directory) or DIRECTORY + directory
        if tree:
            inside = _inside(tree, directory)
            parts = [*(inside.split("/") if inside else []), *parts]
            return self._stub(parts) if parts else DIRECTORY + tree.top
        return self._project.find(directory, parts) if parts else self._project.package(directory) or DIRECTORY + directory

    def _library_tree(self, path: str) -> _Tree | None:
        """The tree that holds a module of a library, be it a stub or installed."""
        bare = path.removeprefix(DIRECTORY)
        if not self._sources.is_installed(bare):
            return self._stub_tree(path)
        environment = self._sources.environment
        assert environment is not None
        return self._environment_tree(bare[len(environment.directory) + 1 :].partition("/")[0].partition(".")[0])

    def _stub_tree(self, path: str) -> _Tree | None:
        """The stub directory that holds a stub, or a `dir:` path of stubs."""
        if path.startswith(DIRECTORY):
            bare = path.removeprefix(DIRECTORY)
            return next((tree for tree in self._stubs if tree.top and (bare == tree.top or bare.startswith(_join(tree.top, "")))), None)
        if not self._sources.is_stub(path):
            return None
        return next((tree for tree in self._stubs if path.startswith(_join(tree.top, ""))), None)

    def _above(self, directory: str) -> str:
        """The directory above the outermost package around a directory; the directory itself outside of packages."""
        while directory and self._project.package(directory):
            directory = _parent(directory)
        return directory

    def _around(self, directory: str) -> list[str]:
        """The import roots around a directory, inner ones first: a directory without `__init__` file may lie within a package."""
        roots = [self._above(directory)]
        at = roots[0]
        while at:
            at = _parent(at)
            if self._project.package(at):
                at = self._above(at)
                roots.append(at)
        return roots


def _contents(module: str) -> str | None:
    """The directory that a package stands for; None for other modules."""
    if module.startswith(DIRECTORY):
        return module.removeprefix(DIRECTORY)
    return _parent(module) if module.rpartition("/")[2].removeprefix(STUB) in _PACKAGE_FILES else None


def _inside(tree: _Tree, directory: str) -> str:
    return directory[len(tree.top) :].strip("/")


def _parent(path: str) -> str:
    """The directory of a path; of a path at the top, the top itself."""
    before, slash, _ = path.rpartition("/")
    if slash:
        return before
    return STUB if path.startswith(STUB) else ""


def _join(directory: str, name: str) -> str:
    return directory + name if directory in ("", STUB) else f"{directory}/{name}"
