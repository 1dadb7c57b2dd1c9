/** What the user is told when the server cannot run, and the ways out that are offered. */

import * as vscode from "vscode";
import { installInTerminal, installCommand } from "./installing";
import { INTERPRETER_SETTING, type Interpreter } from "./interpreter";
import type { Verdict } from "./probe";
import { hasPythonExtension } from "./pythonExtension";

export type Problem = Exclude<Verdict, { kind: "ready" }>;

interface WayOut {
    readonly title: string;
    follow(): Thenable<unknown>;
}

/** The message in the user's language. */
export function described(problem: Problem, interpreter: Interpreter): string {
    const { command } = interpreter;
    switch (problem.kind) {
        case "cannot run":
            return vscode.l10n.t("ms-convlint: the Python interpreter {0} cannot be run.", command);
        case "too old":
            return vscode.l10n.t("ms-convlint needs Python 3.10 or later, and {0} is {1}.", command, problem.version);
        case "not installed":
            return vscode.l10n.t(
                "ms-convlint with its extra lsp is not installed for the chosen Python. To install it: {0}",
                installCommand(interpreter),
            );
    }
}

/** Shows the message with its buttons, and does what the user chooses. */
export async function show(problem: Problem, interpreter: Interpreter, folder: string, restart: () => Thenable<unknown>): Promise<void> {
    const ways = waysOut(problem, interpreter, folder, restart);
    const titles = ways.map((way) => way.title);
    const chosen = await vscode.window.showErrorMessage(described(problem, interpreter), ...titles);
    await ways.find((way) => way.title === chosen)?.follow();
}

function waysOut(problem: Problem, interpreter: Interpreter, folder: string, restart: () => Thenable<unknown>): WayOut[] {
    const choose = { title: vscode.l10n.t("Choose Interpreter"), follow: () => chooseInterpreter(interpreter) };
    if (problem.kind !== "not installed") {
        return [choose];
    }
    return [
        {
            title: vscode.l10n.t("Install in Terminal"),
            follow: () => installInTerminal(interpreter, folder, restart),
        },
        {
            title: vscode.l10n.t("Copy Command"),
            follow: () => vscode.env.clipboard.writeText(installCommand(interpreter)),
        },
        choose,
    ];
}

/** Where the choice is made: a setting that is written comes before what the Python extension says. */
function chooseInterpreter(interpreter: Interpreter): Thenable<unknown> {
    if (interpreter.chosenBy !== "setting" && hasPythonExtension()) {
        return vscode.commands.executeCommand("python.setInterpreter");
    }
    return vscode.commands.executeCommand("workbench.action.openSettings", INTERPRETER_SETTING);
}
