const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { findings, folder, openCopy, until, untilCodes, withSetting } = require("../editor");

exports.changed_setting_is_followed = async () => {
    const document = await openCopy("stem.py", "settings.py");
    await untilCodes(document, "MSC101 MSC102 MSC201 MSC401");
    await withSetting("msConvlint.torchSemantics", "never", () => untilCodes(document, "MSC102 MSC401"));
    await untilCodes(document, "MSC101 MSC102 MSC201 MSC401");
    await withSetting("msConvlint.ignore", ["MSC2", "MSC401"], () => untilCodes(document, "MSC101 MSC102"));
    await withSetting("msConvlint.select", ["MSC2"], () => untilCodes(document, "MSC201"));
};

exports.messages_are_in_the_language_of_the_setting = async () => {
    const document = await openCopy("wide.py", "language.py");
    await untilCodes(document, "MSC102");
    const isChinese = () => /\p{Script=Han}/u.test(findings(document)[0]?.message);
    assert.ok(!isChinese());
    await withSetting("msConvlint.language", "zh", () => until("the message is Chinese", isChinese));
};

exports.changed_pyproject_is_followed = async () => {
    const document = await openCopy("stem.py", "project.py");
    await untilCodes(document, "MSC101 MSC102 MSC201 MSC401");
    const project = path.join(folder(), "pyproject.toml");
    fs.writeFileSync(project, '[tool.ms-convlint]\nignore = ["MSC1"]\n');
    await untilCodes(document, "MSC201 MSC401");
    fs.writeFileSync(project, '[tool.ms-convlint]\nignore = ["MSC2"]\n');
    await untilCodes(document, "MSC101 MSC102 MSC401");
    fs.rmSync(project);
    await untilCodes(document, "MSC101 MSC102 MSC201 MSC401");
};
