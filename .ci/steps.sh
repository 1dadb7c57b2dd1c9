# Steps, in turn or beside each other; the first that fails ends them all. To be sourced.
#
#   step NAME COMMAND…      runs it and shows its output as it comes
#   beside NAME COMMAND…    runs it beside others, as soon as fewer than $lanes run; its output comes when it has ended
#   together                waits for those
#
# What a step started ends with it, whether it passed, failed or was ended by Ctrl-C, a signal to the script or another
# step's failure: it is told by the step's group of processes and, where it left that, by a mark in its environment.
# Steps may write into the folder $scratch, which is removed at the end.

lanes=2
scratch=$(mktemp -d)
logs=$scratch/logs
mkdir "$logs"
declare -A names=() begins=()  # of the steps that run, by process
trap 'rm -rf "$scratch"' EXIT
trap 'interrupted INT 130' INT
trap 'interrupted TERM 143' TERM
trap 'interrupted HUP 129' HUP

step() {
    together
    printf '\n== %s\n' "$1"
    start shown "$@"
    together
}

beside() {
    while [ "${#names[@]}" -ge "$lanes" ]; do await_one; done
    start logged "$@"
}

together() {
    while [ "${#names[@]}" -gt 0 ]; do await_one; done
}

start() {
    local output=$1 name=$2
    shift 2
    set -m
    (
        own=$BASHPID  # a substitution would be another process
        export WITHIN_STEPS="${WITHIN_STEPS-}$(mark_of "$own")"
        if [ "$output" = logged ]; then exec > "$logs/$own" 2>&1; fi
        "$@"
    ) < /dev/null &
    set +m
    names[$!]=$name
    begins[$!]=$SECONDS
}

await_one() {
    local process status=0
    wait -n -p process "${!names[@]}" || status=$?
    local name=${names[$process]} took=$((SECONDS - begins[$process]))
    unset "names[$process]"
    end "$process"
    [ "$status" = 0 ] || end "${!names[@]}"
    if [ -e "$logs/$process" ]; then
        printf '\n== %s\n' "$name"
        cat "$logs/$process"
    fi
    if [ "$status" != 0 ]; then
        printf -- '-- %s: failed after %d s, exit code %d\n' "$name" "$took" "$status"
        exit 1
    fi
    printf -- '-- %s: %d s\n' "$name" "$took"
}

interrupted() {
    trap '' INT TERM HUP
    local process
    for process in "${!names[@]}"; do
        printf '\n== %s, ended by %s after %d s\n' "${names[$process]}" "$1" $((SECONDS - begins[$process]))
        if [ -e "$logs/$process" ]; then tail -n 20 "$logs/$process"; fi
    done
    end "${!names[@]}"
    exit "$2"
}

# Ends all that these steps started: asked first, and after five seconds not asked.
end() {
    local tries
    signal_to 0 "$@" || return 0
    signal_to TERM "$@" || return 0
    for tries in {1..50}; do
        signal_to 0 "$@" || return 0
        sleep 0.1
    done
    signal_to KILL "$@" || true
}

# Sends a signal to all processes of these steps; fails if there is none.
signal_to() {
    local signal=$1 process one there=1
    shift
    for process in "$@"; do
        for one in "-$process" $(marked_by "$process"); do
            if kill "-$signal" -- "$one" 2> /dev/null; then there=0; fi
        done
    done
    return "$there"
}

mark_of() {
    echo "<$scratch $1>"
}

marked_by() {
    { grep -lasF "$(mark_of "$1")" /proc/[0-9]*/environ || true; } | cut -d / -f 3
}
