/** Installing the package for an interpreter. */

import * as vscode from "vscode";
import type { Interpreter } from "./interpreter";

const REQUIREMENT = "ms-convlint[lsp]";

/** The command as a person types it. */
export function installCommand(interpreter: Interpreter): string {
    const words = [interpreter.command, ...interpreter.arguments].map((word) => (/[\s"'()&;$]/.test(word) ? `"${word}"` : word));
    return [...words, "-m", "pip", "install", `"${REQUIREMENT}"`].join(" ");
}

/**
 * Runs the command where the user sees it; a task needs no shell, whose quoting would differ. The folder is where it
 * runs: a folder named pip beside the code that is checked must not be taken for pip.
 */
export async function installInTerminal(
    interpreter: Interpreter,
    folder: string,
    installed: () => Thenable<unknown>,
): Promise<void> {
    const task = new vscode.Task(
        { type: "process" },
        vscode.TaskScope.Workspace,
        vscode.l10n.t("Install ms-convlint"),
        "ms-convlint",
        new vscode.ProcessExecution(
            interpreter.command,
            [...interpreter.arguments, "-m", "pip", "install", REQUIREMENT],
            { cwd: folder },
        ),
    );
    const execution = await vscode.tasks.executeTask(task);
    const ended = vscode.tasks.onDidEndTaskProcess((event) => {
        if (event.execution === execution) {
            ended.dispose();
            if (event.exitCode === 0) {
                void installed();
            }
        }
    });
}
