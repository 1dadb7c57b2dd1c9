"""Signs in a file's text of the framework that its code came from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

_TORCH = re.compile(
    r"^[ \t]*(?:import|from)[ \t]+torch(?:vision|audio)?\b"
    r"|\.pth\b"
    r"|\#.*\btorch(?:vision)?\.\w"
    r"|\#.*\bnn\.(?:ConvTranspose\dd|Conv\dd\(.*\b(?:bias|groups|padding_mode)=)"
    r"|github\.com/\S*torch|\bpytorch\b",
    re.IGNORECASE | re.MULTILINE,
)
_TENSORFLOW_IMPORT = re.compile(r"^[ \t]*(?:import|from)[ \t]+(?:tensorflow|tf_keras|keras)\b", re.MULTILINE)
_TENSORFLOW_ORIGIN = re.compile(
    r"\b(?:ported|converted|translated|adapted|migrated|taken|derived|borrowed|modified)[ \t]+(?:\S+[ \t]+){0,3}?from\b"
    r"[^\n]{0,60}?\b(?:tensorflow|tf|keras)\b",
    re.IGNORECASE,
)
_PAD_LAYER = re.compile(r"[Pp]ad(?:\dd|V3)?[ \t]*\(|[Pp]ad(?:\dd)?\b[ \t]*[,)\n]")
_MINDNLP = re.compile(r"^[ \t]*(?:import|from)[ \t]+mindnlp\b", re.MULTILINE)


@dataclass(frozen=True)
class Provenance:
    """Where one file's code came from, as far as its text tells."""

    text: str
    path: str = ""

    @cached_property
    def is_from_torch(self) -> bool:
        """A torch import, a .pth file, torch code in a comment, or a PyTorch repository is named."""
        return _TORCH.search(self.text) is not None

    @cached_property
    def is_from_tensorflow(self) -> bool:
        """TensorFlow or Keras is imported, or the text says that it was ported from there."""
        return bool(_TENSORFLOW_IMPORT.search(self.text) or _TENSORFLOW_ORIGIN.search(self.text))

    @cached_property
    def has_pad_layers(self) -> bool:
        """Whether the text names a pad layer or pad operation at all."""
        return _PAD_LAYER.search(self.text) is not None

    @cached_property
    def imports_mindnlp(self) -> bool:
        """Whether mindnlp 0.2 or 0.3 may have patched Conv1d, so that has_bias is True by default (docs/semantics.md).

        It does so when it is imported, for its own modules too.
        """
        return _MINDNLP.search(self.text) is not None or "mindnlp" in re.split(r"[\\/]", self.path)
