const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const vscode = require("vscode");
const { applyAndSave, folder, openCopy, quickFixes, until, untilCodes, withSetting } = require("../editor");

/** Opens the stem in a file of its own, while saving changes nothing. */
async function stem(name, body) {
    await withSetting("[python]", {}, async () => {
        const document = await openCopy("stem.py", name);
        await untilCodes(document, "MSC101 MSC102 MSC201 MSC401");
        await body(document);
    });
}

const fixedByCommand = () => fs.readFileSync(path.join(folder(), "..", "fixed.py"), "utf8");

exports.fix_comes_first_and_is_preferred = () =>
    stem("preferred.py", async (document) => {
        const fixes = await quickFixes(document, "MSC102");
        assert.deepEqual(
            fixes.map(({ title, isPreferred }) => [title, isPreferred ?? false]),
            [
                ['Fix MSC102, MSC401: nn.Conv2d(3, 64, kernel_size=7, stride=2, pad_mode="pad", padding=3, has_bias=False)', true],
                ["Silence MSC102 here", false],
                ["Silence MSC401 here", false],
            ],
        );
    });

exports.fix_is_applied_and_saved = () =>
    stem("applied.py", async (document) => {
        const saved = await applyAndSave(document, "MSC102", "Fix MSC102");
        assert.ok(saved.includes('stride=2, pad_mode="pad", padding=3, has_bias=False)'), saved);
        await untilCodes(document, "MSC101 MSC201");
    });

exports.alternatives_are_offered_and_applied = () =>
    stem("alternative.py", async (document) => {
        const titles = (await quickFixes(document, "MSC101")).map(({ title }) => title);
        for (const [beginning, code] of [
            ["torch had no padding", 'pad_mode="valid"'],
            ["torch had padding=1", 'pad_mode="pad", padding=1'],
            ["keep today's behaviour", 'pad_mode="same"'],
        ]) {
            assert.ok(titles.some((title) => title.startsWith(beginning) && title.includes(code)), titles.join("\n"));
        }
        const saved = await applyAndSave(document, "MSC101", "torch had padding=1");
        assert.ok(saved.includes('nn.Conv2d(64, 64, kernel_size=3, stride=2, pad_mode="pad", padding=1)'), saved);
    });

exports.finding_is_silenced_where_it_stands = () =>
    stem("silenced.py", async (document) => {
        const saved = await applyAndSave(document, "MSC101", "Silence MSC101 here");
        assert.ok(saved.includes("kernel_size=3, stride=2)  # noqa: MSC101\n"), saved);
        await untilCodes(document, "MSC102 MSC201 MSC401");
    });

/** The settings are those of the documentation's page. */
exports.saving_applies_the_safe_fixes = async () => {
    const document = await openCopy("stem.py", "on_save.py");
    await untilCodes(document, "MSC101 MSC102 MSC201 MSC401");
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, "# saved\n");
    await vscode.workspace.applyEdit(edit);
    await document.save();
    assert.equal(fs.readFileSync(document.fileName, "utf8"), `${fixedByCommand()}# saved\n`);
};

exports.command_applies_the_safe_fixes = () =>
    stem("command.py", async (document) => {
        await vscode.commands.executeCommand("msConvlint.fixAll");
        await until("the fixes are applied", () => document.getText() === fixedByCommand());
    });
