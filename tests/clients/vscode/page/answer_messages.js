// What a person is told where the server cannot run, and does about it.
const fs = require("node:fs");
const { asked, openingFile, until, withWorkbench } = require("./workbench");

const { url, file, settings, told, others } = asked();

const toast = (page, text) => page.locator(".notification-toast", { hasText: text });
const button = (page, text, name) => toast(page, text).getByRole("button", { name, exact: true });

/** Chooses another interpreter, as a person who edits the settings. */
function choose(interpreter) {
    const written = JSON.parse(fs.readFileSync(settings, "utf8"));
    fs.writeFileSync(settings, JSON.stringify({ ...written, "msConvlint.interpreter": [interpreter] }));
}

withWorkbench(asked(), { payload: [openingFile(url, file)], permissions: ["clipboard-read"] }, async (page) => {
    await button(page, told.message, told.copy).click();
    await until(page, "the command can be pasted", async () => {
        return (await page.evaluate(() => navigator.clipboard.readText())) === told.command;
    });
    for (const { interpreter, message } of others) {
        choose(interpreter);
        await toast(page, message).waitFor();
    }
    choose(told.interpreter);
    await button(page, told.message, told.install).click();
    await page.locator(".squiggly-error").waitFor();
});
