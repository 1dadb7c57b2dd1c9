const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const vscode = require("vscode");
const { findings, folder, open, openCopy, untilCodes } = require("../editor");

const SEVERITIES = { error: vscode.DiagnosticSeverity.Error, warning: vscode.DiagnosticSeverity.Warning };

const place = ({ line, character }) => [line + 1, character + 1];

/** Code, rule's page, range, severity and message are those that the command reports. */
exports.findings_are_the_commands = async () => {
    const document = await open("stem.py");
    await untilCodes(document, "MSC101 MSC102 MSC201 MSC401");
    const shown = findings(document).map(({ code, range, severity, message }) => [
        code.value,
        code.target.toString(true),
        place(range.start),
        place(range.end),
        severity,
        message,
    ]);
    const reported = JSON.parse(fs.readFileSync(path.join(folder(), "..", "reported.json"), "utf8"));
    const expected = reported.map(({ code, url, location, end_location: end, severity, message }) => [
        code,
        url,
        [location.row, location.column],
        [end.row, end.column],
        SEVERITIES[severity],
        message,
    ]);
    assert.deepEqual(shown, expected);
};

exports.callee_is_marked_after_wide_characters = async () => {
    const document = await open("wide.py");
    await untilCodes(document, "MSC102");
    assert.equal(document.getText(findings(document)[0].range), "nn.Conv2d");
};

exports.unsaved_text_is_checked = async () => {
    const document = await openCopy("wide.py", "unsaved.py");
    await untilCodes(document, "MSC102");
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, whole, document.getText().replace("padding=1", 'pad_mode="pad", padding=1'));
    await vscode.workspace.applyEdit(edit);
    await untilCodes(document, "");
    assert.ok(document.isDirty);
};

exports.text_that_was_never_saved_is_checked = async () => {
    const content = (await open("wide.py")).getText();
    const document = await vscode.workspace.openTextDocument({ language: "python", content });
    await vscode.window.showTextDocument(document);
    await untilCodes(document, "MSC102");
};
