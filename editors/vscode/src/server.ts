/** The language server: started, stopped and told of settings. */

import * as vscode from "vscode";
import {
    CloseAction,
    ErrorAction,
    type ErrorHandler,
    LanguageClient,
    type LanguageClientOptions,
    State,
} from "vscode-languageclient/node";
import { chosenInterpreter, type Interpreter } from "./interpreter";
import { described, show } from "./problems";
import { probe } from "./probe";

/** The section of the settings, and the name that `msConvlint.trace.server` is found by. */
const SECTION = "msConvlint";

export class Server {
    private client: LanguageClient | undefined;
    private interpreter: Interpreter | undefined;
    private lastRun: Promise<void> = Promise.resolve();

    /** The folder is where Python runs: modules beside the code that is checked must not be taken for the server's. */
    constructor(
        private readonly log: vscode.LogOutputChannel,
        private readonly folder: string,
    ) {}

    /** Starts, or starts again, after whatever is under way; resolves when the server answers or the user was told. */
    restart(): Promise<void> {
        const run = this.lastRun.then(() => this.replaced());
        this.lastRun = run.catch(() => undefined);
        return run;
    }

    /** Starts again if another interpreter is chosen now. */
    async followInterpreter(): Promise<void> {
        const chosen = await chosenInterpreter();
        if (JSON.stringify(chosen) !== JSON.stringify(this.interpreter)) {
            await this.restart();
        }
    }

    async stop(): Promise<void> {
        const client = this.client;
        this.client = undefined;
        try {
            await client?.stop();
        } catch (error) {
            this.log.warn(String(error));
        }
    }

    private async replaced(): Promise<void> {
        await this.stop();
        const interpreter = await chosenInterpreter();
        this.interpreter = interpreter;
        this.log.info(`Python: ${interpreter.command} (${interpreter.chosenBy})`);
        const verdict = await probe(interpreter, this.folder);
        if (verdict.kind === "ready") {
            await this.start(interpreter);
            return;
        }
        this.log.error(described(verdict, interpreter));
        if (verdict.kind === "cannot run") {
            this.log.error(verdict.reason);
        }
        // The message stays until the user answers it, and a restart must not wait for that.
        void show(verdict, interpreter, this.folder, () => this.restart());
    }

    private async start(interpreter: Interpreter): Promise<void> {
        const client = new LanguageClient(
            SECTION,
            "ms-convlint",
            {
                command: interpreter.command,
                args: [...interpreter.arguments, "-m", "ms_convlint", "server"],
                options: { cwd: this.folder },
            },
            this.clientOptions(),
        );
        client.clientOptions.errorHandler = quietWhileStarting(client);
        try {
            await client.start();
            this.client = client;
        } catch {
            // The client has told the user, and the log.
        }
    }

    /** Of changed settings and files the server asks to be told, so nothing is synchronized here. */
    private clientOptions(): LanguageClientOptions {
        return {
            documentSelector: [
                { scheme: "file", language: "python" },
                { scheme: "untitled", language: "python" },
            ],
            outputChannel: this.log,
            initializationOptions: { settings: vscode.workspace.getConfiguration(SECTION) },
            initializationFailedHandler: () => false,
        };
    }
}

/** A server that ends before it has answered would end again, and is told of once; one that was at work is restarted. */
function quietWhileStarting(client: LanguageClient): ErrorHandler {
    const usual = client.createDefaultErrorHandler();
    const isRunning = () => client.state === State.Running;
    return {
        error: (error, message, count) =>
            isRunning() ? usual.error(error, message, count) : { action: ErrorAction.Continue, handled: true },
        closed: () => (isRunning() ? usual.closed() : { action: CloseAction.DoNotRestart, handled: true }),
    };
}
