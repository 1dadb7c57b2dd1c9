// Has VS Code run the tests of a folder in its extension host; the exit code is theirs.
const { asked, remote, withWorkbench } = require("./workbench");

const { url, extensions, tests } = asked();
const payload = [
    ...extensions.map((path) => ["extensionDevelopmentPath", remote(url, path)]),
    ["extensionTestsPath", remote(url, tests)],
];

let exited;
const exitCode = new Promise((resolve) => {
    exited = resolve;
});

/** What VS Code calls when tests in its extension host print and end. */
async function prepare(page) {
    await page.exposeFunction("codeAutomationLog", (_type, words) => console.log(...words));
    await page.exposeFunction("codeAutomationExit", exited);
}

withWorkbench(asked(), { payload, prepare }, async () => {
    process.exitCode = await exitCode;
});
