// What a person does: sees the squiggles, chooses a quick fix from the menu, saves. The picture shows the menu.
const { asked, line, openingFile, until, withWorkbench } = require("./workbench");

const { url, file, shot } = asked();
const viewport = { width: 940, height: 640 };
const HEIGHT_OF_PANEL = 150;

const squiggles = (page, severity) => page.locator(`.squiggly-${severity}`);

/** Makes room: the list of problems low at the bottom, nothing at the side. */
async function arrange(page) {
    await page.keyboard.press("Control+b");
    await page.locator(".part.sidebar").waitFor({ state: "hidden" });
    await page.keyboard.press("Control+Shift+M");
    await page.locator(".markers-panel .monaco-list-row", { hasText: "MSC201" }).waitFor();
    const { x, y, height } = await page.locator(".part.panel").boundingBox();
    await page.mouse.move(x + 200, y);
    await page.mouse.down();
    await page.mouse.move(x + 200, y + height - HEIGHT_OF_PANEL, { steps: 5 });
    await page.mouse.up();
}

/** Goes down the menu with the keyboard. */
async function choose(page, beginning) {
    const chosen = page.locator(".action-widget .monaco-list-row.focused", { hasText: beginning });
    await until(page, `the menu has "${beginning}"`, async () => {
        await page.keyboard.press("ArrowDown");
        return chosen.isVisible();
    });
    await page.keyboard.press("Enter");
}

withWorkbench(asked(), { payload: [openingFile(url, file)], viewport, deviceScaleFactor: 1.5 }, async (page) => {
    await squiggles(page, "error").waitFor();
    await squiggles(page, "warning").waitFor();

    await arrange(page);
    await line(page, "self.conv2 = nn").getByText("Conv2d").click();
    await page.keyboard.press("Control+.");
    await page.locator(".action-widget .monaco-list-row.focused").waitFor();
    await page.screenshot({ path: shot });

    await choose(page, "torch had padding=1");
    await line(page, 'stride=2, pad_mode="pad", padding=1)').waitFor();
    await page.keyboard.press("Control+s");
    await page.locator(".tab.active:not(.dirty)").waitFor();
    await until(page, "saving has mended the errors", async () => (await squiggles(page, "error").count()) === 0);
});
