// The API of the Python extension as its documentation has it, with an active environment that a test chooses.
const vscode = require("vscode");

exports.activate = () => {
    const changed = new vscode.EventEmitter();
    let active = "python3";
    return {
        environments: {
            getActiveEnvironmentPath: () => ({ id: active, path: active }),
            resolveEnvironment: async ({ path }) => ({ executable: { uri: vscode.Uri.file(path) } }),
            onDidChangeActiveEnvironmentPath: changed.event,
        },
        choose(path) {
            active = path;
            changed.fire({ id: path, path });
        },
    };
};
