import * as vscode from "vscode";
import { INTERPRETER_SETTING } from "./interpreter";
import { onActiveInterpreterChanged } from "./pythonExtension";
import { Server } from "./server";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
    const log = vscode.window.createOutputChannel("ms-convlint", { log: true });
    const started = new Server(log, context.extensionPath);
    server = started;
    context.subscriptions.push(
        log,
        vscode.commands.registerCommand("msConvlint.restart", () => started.restart()),
        vscode.commands.registerCommand("msConvlint.showLog", () => log.show()),
        vscode.commands.registerCommand("msConvlint.fixAll", fixAll),
        vscode.workspace.onDidChangeConfiguration((change) => {
            if (change.affectsConfiguration(INTERPRETER_SETTING)) {
                void started.followInterpreter();
            }
        }),
        vscode.workspace.onDidGrantWorkspaceTrust(() => void started.followInterpreter()),
    );
    await started.restart();
    const following = await onActiveInterpreterChanged(() => void started.followInterpreter());
    if (following !== undefined) {
        context.subscriptions.push(following);
    }
}

export async function deactivate(): Promise<void> {
    await server?.stop();
}

function fixAll(): Thenable<unknown> {
    return vscode.commands.executeCommand("editor.action.codeAction", { kind: "source.fixAll.msConvlint", apply: "first" });
}
