import subprocess

from tests.architecture.source import PACKAGES, ROOT, modules_of

# Put together here so that this file does not name them itself.
REGISTRY_HOSTS = tuple(
    ".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs", "org"))
)
LONGEST = 400
REFUSED_NAMES = {"utils", "helpers", "common", "manager", "misc"}


def kept_files() -> list[str]:
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    )
    return [name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_package_registry() -> None:
    for name in kept_files():
        content = (ROOT / name).read_bytes()
        for host in REGISTRY_HOSTS:
            assert host.encode() not in content, f"{name} names {host}"


def test_a_module_opens_with_a_sentence_and_stays_short_enough_to_read() -> None:
    for package in PACKAGES:
        for path, module in modules_of(package):
            text = (ROOT / path).read_text(encoding="utf-8")
            assert text.startswith('"""'), f"{path} does not open with a sentence"
            assert module.body, path
            assert text.count("\n") <= LONGEST, f"{path} is too long: split it by noun"


def test_no_module_is_named_for_nothing() -> None:
    for package in PACKAGES:
        for path, _ in modules_of(package):
            assert not set(path.removesuffix(".py").split("/")) & REFUSED_NAMES, path
