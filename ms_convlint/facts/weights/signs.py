"""A look at a text, before anything is parsed: whether torch's weights could travel in it."""

from __future__ import annotations

import re

_TORCH_WORDS = ("torch", "safetensors", "pt_")
_TORCH_SOURCE = re.compile(
    r"^[ \t]*(?:from|import)[ \t]+(?:[\w.]+(?: as \w+)?,[ \t]*)*(?:torch|torchvision|torchaudio|safetensors)\b"
    r"|(?:^|\W)(?:torch|pytorch|pt)_(?:\w*_)?(?:net|network|model|module|state_dict|params?|weights?)(?=\s*[,):=])"
    r"|(?:load|open)\w{0,20}\([^)\n]{0,120}torch[^)\n]{0,120}\)",
    re.MULTILINE,
)
_TORCH_IMPORT = re.compile(r"^[ \t]*(?:from|import)[ \t]+(?:[\w.]+(?: as \w+)?,[ \t]*)*torch\b", re.MULTILINE)
_MODULE_PARAMETERS = re.compile(r"\.(?:state_dict|named_parameters)\(")
_TAKES_WEIGHTS = re.compile(
    r"\b(?:set_data|assign_value|load_param_into_net|load_checkpoint|save_checkpoint|load_state_dict|copy_|set_|assign|"
    r"Assign|weight_init)\b|\.(?:data|weight)\b[^=\n]{0,80}=[^=]|\[(?::|\.\.\.)\] *=[^=]"
)
_DROPS_RESULT = re.compile(r"^[ \t]*(?:\w+\.)*load_param_into_net\(", re.MULTILINE)


def may_hold_torch_weights(text: str) -> bool:
    """Whether a text may name a source of torch's weights, and names something that takes a weight."""
    if not names_torch_source(text) and _MODULE_PARAMETERS.search(text) is None:
        return False
    return _TAKES_WEIGHTS.search(text) is not None


def names_torch_source(text: str) -> bool:
    """Whether torch itself is imported, or a name says that something is torch's.

    Where neither is so, a module whose parameters are read may still be torch's: from another file, from a library.
    """
    if not any(word in text for word in _TORCH_WORDS):
        return False  # most files: the pattern is dear
    lines = [line for line in text.split("\n") if any(word in line for word in _TORCH_WORDS)]
    return _TORCH_SOURCE.search("\n".join(lines)) is not None


def imports_torch(text: str) -> bool:
    """Whether a text imports torch itself."""
    return _TORCH_IMPORT.search(text) is not None


def may_drop_result(text: str) -> bool:
    """Whether a text calls load_param_into_net and does nothing with what it returns."""
    return "load_param_into_net(" in text and _DROPS_RESULT.search(text) is not None


def takes_weights(text: str) -> bool:
    """Whether a piece of text names something that takes a weight."""
    return _TAKES_WEIGHTS.search(text) is not None
