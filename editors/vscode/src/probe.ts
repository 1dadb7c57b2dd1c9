/** Whether an interpreter can run the server, asked before it is started. */

import { execFile } from "node:child_process";
import type { Interpreter } from "./interpreter";

const OLDEST_PYTHON = [3, 10] as const;

/** Written so that Python 2 runs it, too, and says its version. */
const QUESTION = `
import json, sys
missing = []
if sys.version_info >= (3, 4):
    from importlib.util import find_spec
    missing = [name for name in ("ms_convlint", "pygls") if find_spec(name) is None]
print(json.dumps({"version": list(sys.version_info[:3]), "missing": missing}))
`;

interface Answer {
    readonly version: readonly [number, number, number];
    readonly missing: readonly string[];
}

export type Verdict =
    | { readonly kind: "ready" }
    | { readonly kind: "cannot run"; readonly reason: string }
    | { readonly kind: "too old"; readonly version: string }
    | { readonly kind: "not installed" };

/** Asks the interpreter, in the folder that the server will run in. */
export async function probe(interpreter: Interpreter, folder: string): Promise<Verdict> {
    let answer: Answer;
    try {
        answer = JSON.parse(await outputOf(interpreter, ["-c", QUESTION], folder)) as Answer;
    } catch (error) {
        return { kind: "cannot run", reason: error instanceof Error ? error.message : String(error) };
    }
    const [major, minor] = answer.version;
    if (major < OLDEST_PYTHON[0] || (major === OLDEST_PYTHON[0] && minor < OLDEST_PYTHON[1])) {
        return { kind: "too old", version: answer.version.join(".") };
    }
    return answer.missing.length > 0 ? { kind: "not installed" } : { kind: "ready" };
}

function outputOf(interpreter: Interpreter, more: readonly string[], folder: string): Promise<string> {
    return new Promise((resolve, reject) => {
        const all = [...interpreter.arguments, ...more];
        execFile(interpreter.command, all, { cwd: folder, timeout: 60_000 }, (error, stdout) => {
            if (error === null) {
                resolve(stdout);
            } else {
                reject(error);
            }
        });
    });
}
