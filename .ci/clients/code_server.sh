#!/usr/bin/env bash
# Installs a real VS Code 1.100.3, as code-server 4.100.3, from npm into FOLDER.
# Usage: .ci/clients/code_server.sh FOLDER; then FOLDER/node_modules/.bin/code-server is there.
set -euo pipefail

version=4.100.3
[ "$#" = 1 ] || { echo "usage: $0 FOLDER" >&2; exit 2; }
folder=$1

need() {
    command -v "$1" > /dev/null || { echo "code-server: $1 is not there: $2" >&2; exit 1; }
}

# The output of a command only if it fails.
quietly() {
    local output
    if ! output=$("$@" 2>&1); then
        printf '%s\nThis failed: %s\n' "$output" "$*" >&2
        return 1
    fi
}

npm_install() {
    quietly npm install --prefix "$1" --ignore-scripts --omit=dev --no-audit --no-fund "${@:2}"
}

need node "install Node.js 20"
need npm "install npm, which comes with Node.js"
need make "it builds a native module, as on Debian: apt-get install build-essential"
need g++ "it builds a native module, as on Debian: apt-get install build-essential"
node -e 'process.exit(process.versions.node.split(".")[0] === "20" ? 0 : 1)' \
    || { echo "code-server $version needs Node.js 20, and this is $(node --version)" >&2; exit 1; }

mkdir -p "$folder"
echo '{"private": true}' > "$folder/package.json"
npm_install "$folder" "code-server@$version"

# The package's own install script refuses to run for root, so what it does is done here: the packages of VS Code
# itself, which look for each other in an archive's folder, too, and two native modules. Without the one code-server does
# not start, without the other VS Code has no terminal.
vscode=$folder/node_modules/code-server/lib/vscode
npm_install "$vscode"
ln -sfn node_modules "$vscode/node_modules.asar"
headers=$(dirname "$(dirname "$(node -p process.execPath)")")
if [ -e "$headers/include/node/node.h" ]; then export npm_config_nodedir=$headers; fi
quietly npm rebuild --prefix "$folder" argon2
quietly npm explore --prefix "$vscode" node-pty -- node-gyp rebuild
