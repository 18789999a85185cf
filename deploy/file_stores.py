"""The store of files that the settings name, in the folder or in the bucket, and the file that figures are counted in."""

from pathlib import Path

from adapters.duck_figures import DuckFigures
from adapters.file_bucket import BucketAddress, FileBucket
from adapters.file_folder import FileFolder
from adapters.sealed_files import KEY_FORM, SealedObjectStore, Shelf
from deploy.file_settings import read_bucket
from deploy.settings import Settings
from models.ground.errors import OfficeUnusable
from services.figures.columns import SHAPE

__all__ = [
    "AuthorityUnreadable",
    "Shelf",
    "build_both",
    "build_bucket",
    "build_figures",
    "build_folder",
    "build_folder_at",
    "build_shelf",
    "build_store",
    "is_name_of_file",
]


class AuthorityUnreadable(OfficeUnusable):
    """JIEBAN_FILES_CA_CERTIFICATE names a file that cannot be read."""

    code = "AUTHORITY_UNREADABLE"


def build_store(settings: Settings) -> SealedObjectStore:
    """The files of the office; AuthorityUnreadable before anything is reached."""
    return SealedObjectStore(build_shelf(settings))


def build_both(settings: Settings) -> tuple[SealedObjectStore, SealedObjectStore]:
    """The one in the folder and the one in the bucket, to move files between them."""
    return SealedObjectStore(build_folder(settings)), SealedObjectStore(build_bucket(settings))


def build_shelf(settings: Settings) -> Shelf:
    """Where files lie now; AuthorityUnreadable before anything is reached."""
    return build_bucket(settings) if settings.files else build_folder(settings)


def build_folder(settings: Settings) -> FileFolder:
    """The folder of the data directory."""
    return FileFolder(settings.data / "files")


def build_folder_at(root: Path) -> FileFolder:
    """A folder of sealed files elsewhere, as that of a backup."""
    return FileFolder(root)


def is_name_of_file(key: str) -> bool:
    """Whether a stored file may have this key."""
    return KEY_FORM.match(key) is not None


def build_bucket(settings: Settings) -> FileBucket:
    """The bucket of the settings."""
    bucket, prefix = read_bucket(settings.files)
    try:
        authority = settings.files_ca_certificate.read_bytes() if settings.files_ca_certificate else b""
    except OSError as error:
        raise AuthorityUnreadable() from error
    return FileBucket(
        BucketAddress(
            bucket=bucket,
            prefix=prefix,
            endpoint=settings.files_endpoint,
            region=settings.files_region,
            key_id=settings.files_key_id,
            secret=settings.files_secret.get_secret_value(),
            authority=authority,
        )
    )


def build_figures(settings: Settings) -> DuckFigures:
    """The store of figures; nothing is opened yet."""
    return DuckFigures(settings.data, SHAPE)
