// What the scenarios do in the editor, and wait for.
const fs = require("node:fs");
const path = require("node:path");
const vscode = require("vscode");

const LONGEST_WAIT = 30_000;
const OWN = "ms-convlint";

const folder = () => vscode.workspace.workspaceFolders[0].uri.fsPath;

/** Opens a copy of a file of the workspace, which the scenario has for itself. */
async function openCopy(original, name) {
    const copy = path.join(folder(), name);
    fs.copyFileSync(path.join(folder(), original), copy);
    return open(name);
}

async function open(name) {
    const document = await vscode.workspace.openTextDocument(path.join(folder(), name));
    await vscode.window.showTextDocument(document);
    return document;
}

/** Waits until the condition gives something true, and gives that. */
async function until(what, condition) {
    const end = Date.now() + LONGEST_WAIT;
    for (;;) {
        const given = await condition();
        if (given) {
            return given;
        }
        if (Date.now() > end) {
            throw new Error(`waited in vain until ${what}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

const findings = (document) => vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === OWN);

const codes = (document) =>
    findings(document)
        .map((finding) => finding.code.value)
        .sort()
        .join(" ");

/** Waits until exactly these codes are shown, given as one text with spaces between them. */
async function untilCodes(document, expected) {
    try {
        await until(`${path.basename(document.fileName)} has the findings "${expected}"`, () => codes(document) === expected);
    } catch (error) {
        throw new Error(`${error.message}; it has "${codes(document)}"`);
    }
}

/** The quick fixes that are offered for the first finding with that code. */
async function quickFixes(document, code) {
    const finding = findings(document).find((candidate) => candidate.code.value === code);
    return vscode.commands.executeCommand(
        "vscode.executeCodeActionProvider",
        document.uri,
        finding.range,
        vscode.CodeActionKind.QuickFix.value,
    );
}

/** Applies the one quick fix whose title begins so, and saves; gives the text on disk. */
async function applyAndSave(document, code, beginning) {
    const fixes = (await quickFixes(document, code)).filter(({ title }) => title.startsWith(beginning));
    if (fixes.length !== 1) {
        throw new Error(`${fixes.length} quick fixes begin with "${beginning}"`);
    }
    await vscode.workspace.applyEdit(fixes[0].edit);
    await document.save();
    return fs.readFileSync(document.fileName, "utf8");
}

/** Runs what it is given while a setting of the workspace is another. */
async function withSetting(name, value, body) {
    const settings = () => vscode.workspace.getConfiguration();
    const change = (to) => settings().update(name, to, vscode.ConfigurationTarget.Workspace);
    const before = settings().inspect(name).workspaceValue;
    await change(value);
    try {
        await body();
    } finally {
        await change(before);
    }
}

module.exports = { applyAndSave, codes, findings, folder, open, openCopy, quickFixes, until, untilCodes, withSetting };
