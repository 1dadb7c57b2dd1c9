/** Which Python runs the server. */

import * as os from "node:os";
import * as vscode from "vscode";
import { activeInterpreter } from "./pythonExtension";

export const INTERPRETER_SETTING = "msConvlint.interpreter";

/** A command that starts Python, its arguments after it, and who chose it. */
export interface Interpreter {
    readonly command: string;
    readonly arguments: readonly string[];
    readonly chosenBy: "setting" | "Python extension" | "PATH";
}

/** The setting, else the environment that the Python extension has active, else Python on PATH. */
export async function chosenInterpreter(): Promise<Interpreter> {
    const [command, ...rest] = interpreterSetting();
    if (command !== undefined) {
        return { command, arguments: rest, chosenBy: "setting" };
    }
    // The Python extension may have chosen an environment that came with the folder.
    const active = vscode.workspace.isTrusted ? await activeInterpreter() : undefined;
    if (active !== undefined) {
        return { command: active, arguments: [], chosenBy: "Python extension" };
    }
    return { command: process.platform === "win32" ? "python" : "python3", arguments: [], chosenBy: "PATH" };
}

function interpreterSetting(): string[] {
    const written = vscode.workspace.getConfiguration().get<string[]>(INTERPRETER_SETTING) ?? [];
    return written.map(withVariables).filter((part) => part !== "");
}

function withVariables(text: string): string {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
    return text.replaceAll("${workspaceFolder}", folder).replaceAll("${userHome}", os.homedir());
}
