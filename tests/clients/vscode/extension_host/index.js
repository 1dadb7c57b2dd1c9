// Runs inside of VS Code's extension host: each function of scenarios/*.js once, in turn, with what came of it written
// beside the workspace.
const fs = require("node:fs");
const path = require("node:path");
const vscode = require("vscode");
const { folder } = require("./editor");

exports.run = async () => {
    const outcomes = {};
    for (const file of fs.readdirSync(path.join(__dirname, "scenarios")).sort()) {
        for (const [name, scenario] of Object.entries(require(`./scenarios/${file}`))) {
            const began = Date.now();
            outcomes[name] = await outcomeOf(scenario);
            console.log(`${name}: ${outcomes[name] ?? "as it should"}, ${Date.now() - began} ms`);
        }
    }
    fs.writeFileSync(path.join(folder(), "..", "outcomes.json"), JSON.stringify(outcomes));
};

/** Null where all is as it should be, else what is not. */
async function outcomeOf(scenario) {
    try {
        await scenario();
        return null;
    } catch (error) {
        return error.stack ?? String(error);
    } finally {
        await vscode.commands.executeCommand("workbench.action.files.revert");
        await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    }
}
