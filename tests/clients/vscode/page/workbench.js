// VS Code's page in a browser without a window.
const { chromium } = require("playwright-core");

const LONGEST_WAIT = 45_000;

/** What the test asks for: the script's argument. */
const asked = () => JSON.parse(process.argv[2]);

/** Opens VS Code's page on a folder, hands it on, and closes it; what goes wrong leaves a picture behind. */
async function withWorkbench({ browser: executablePath, url, folder, picture, locale }, { payload, prepare, ...more }, body) {
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
    try {
        const context = await browser.newContext({ locale, ...more });
        context.setDefaultTimeout(LONGEST_WAIT);
        const page = await context.newPage();
        await prepare?.(page);
        await page.goto(`${url}/?${new URLSearchParams({ folder, payload: JSON.stringify(payload) })}`);
        try {
            await page.waitForSelector(".monaco-workbench");
            await body(page);
        } catch (error) {
            await page.screenshot({ path: picture });
            throw error;
        }
    } finally {
        await browser.close();
    }
}

/** A file of the machine as the page calls it. */
const remote = (url, path) => `vscode-remote://${new URL(url).host}${path}`;

/** What has VS Code open a file as it starts. */
const openingFile = (url, path) => ["openFile", remote(url, path)];

/** Waits until the condition gives true. */
async function until(page, what, condition) {
    const end = Date.now() + LONGEST_WAIT;
    while (!(await condition())) {
        if (Date.now() > end) {
            throw new Error(`waited in vain until ${what}`);
        }
        await page.waitForTimeout(50);
    }
}

/** The line of the editor with that text in it. VS Code writes spaces of its own. */
const line = (page, text) => page.locator(".view-line", { hasText: text });

module.exports = { asked, line, openingFile, remote, until, withWorkbench };
