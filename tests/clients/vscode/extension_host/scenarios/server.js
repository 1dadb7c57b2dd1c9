const fs = require("node:fs");
const path = require("node:path");
const vscode = require("vscode");
const { folder, openCopy, untilCodes, withSetting } = require("../editor");

exports.server_is_restarted = async () => {
    const document = await openCopy("wide.py", "restarted.py");
    await untilCodes(document, "MSC102");
    const restarted = vscode.commands.executeCommand("msConvlint.restart");
    await untilCodes(document, "");
    await restarted;
    await untilCodes(document, "MSC102");
};

/** Without the setting, the Python extension says which Python runs the server, and when that changes. */
exports.python_extension_is_followed = async () => {
    const document = await openCopy("wide.py", "environment.py");
    await untilCodes(document, "MSC102");
    const python = path.join(folder(), ".venv", "bin", "python");
    const without = path.join(folder(), "without", "python");
    fs.mkdirSync(path.dirname(without));
    fs.symlinkSync("/nowhere", without);
    const environments = await vscode.extensions.getExtension("ms-python.python").activate();
    environments.choose(without);
    await withSetting("msConvlint.interpreter", undefined, async () => {
        await untilCodes(document, "");
        environments.choose(python);
        await untilCodes(document, "MSC102");
    });
};
