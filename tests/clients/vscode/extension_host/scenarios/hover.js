const assert = require("node:assert/strict");
const vscode = require("vscode");
const { open, untilCodes } = require("../editor");

exports.hover_shows_torchs_call = async () => {
    const document = await open("stem.py");
    await untilCodes(document, "MSC101 MSC102 MSC201 MSC401");
    const within = document.positionAt(document.getText().indexOf("nn.Conv2d(64") + 5);
    const hovers = await vscode.commands.executeCommand("vscode.executeHoverProvider", document.uri, within);
    const text = hovers.flatMap(({ contents }) => contents.map((content) => content.value ?? content)).join("\n");
    assert.match(text, /pad_mode/);
    assert.match(text, /torch\.nn\.Conv2d\(/);
};
