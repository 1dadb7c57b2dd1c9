/** What this extension asks of the Python extension, if that is installed. */

import * as vscode from "vscode";

const PYTHON_EXTENSION = "ms-python.python";

interface ResolvedEnvironment {
    readonly executable: { readonly uri: vscode.Uri | undefined };
}

interface PythonApi {
    readonly environments: {
        getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
        resolveEnvironment(environment: { readonly path: string }): Promise<ResolvedEnvironment | undefined>;
        readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
    };
}

export function hasPythonExtension(): boolean {
    return vscode.extensions.getExtension(PYTHON_EXTENSION) !== undefined;
}

/** The executable of the active environment; undefined where the environment has none, as conda's may. */
export async function activeInterpreter(): Promise<string | undefined> {
    const environments = (await pythonApi())?.environments;
    if (environments === undefined) {
        return undefined;
    }
    const active = environments.getActiveEnvironmentPath(vscode.workspace.workspaceFolders?.[0]?.uri);
    return (await environments.resolveEnvironment(active))?.executable.uri?.fsPath;
}

export async function onActiveInterpreterChanged(listener: () => void): Promise<vscode.Disposable | undefined> {
    return (await pythonApi())?.environments.onDidChangeActiveEnvironmentPath(listener);
}

/** A Python extension that fails to start is as good as none: Python may still be on PATH. */
async function pythonApi(): Promise<PythonApi | undefined> {
    try {
        return await vscode.extensions.getExtension<PythonApi>(PYTHON_EXTENSION)?.activate();
    } catch {
        return undefined;
    }
}
