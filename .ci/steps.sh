# Steps, in turn or beside each other; the first that fails ends them all. To be sourced.
#
#   step NAME COMMAND…      runs it and shows its output as it comes
#   beside NAME COMMAND…    runs it beside others, as soon as fewer than $lanes run; its output comes when it has ended
#   together                waits for those
#
# A step is a group of processes of its own: Ctrl-C, a signal to the script or another step's failure ends all of it.
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
    start /dev/stdout "$@"
    together
}

beside() {
    while [ "${#names[@]}" -ge "$lanes" ]; do await_one; done
    start "" "$@"
}

together() {
    while [ "${#names[@]}" -gt 0 ]; do await_one; done
}

# Where the output goes (nowhere said: into a log), the step's name, its command.
start() {
    local output=$1 name=$2
    shift 2
    set -m
    if [ -n "$output" ]; then
        ("$@") < /dev/null &
    else
        # The log has the number of its process, which the process alone knows as yet.
        (exec > "$logs/$BASHPID" 2>&1; "$@") < /dev/null &
    fi
    set +m
    names[$!]=$name
    begins[$!]=$SECONDS
}

await_one() {
    local process status=0
    wait -n -p process "${!names[@]}" || status=$?
    local name=${names[$process]} took=$((SECONDS - begins[$process]))
    unset "names[$process]"
    [ "$status" = 0 ] || end_all
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
    end_all
    exit "$2"
}

# Ends every step with all that it started, what left its group as well.
end_all() {
    local process all=()
    for process in "${!names[@]}"; do
        mapfile -t -O "${#all[@]}" all < <(tree_of "$process")
    done
    names=()
    [ "${#all[@]}" -gt 0 ] || return 0
    kill -TERM "${all[@]}" 2> /dev/null || true
    local tries
    for tries in {1..50}; do
        kill -0 "${all[@]}" 2> /dev/null || break
        sleep 0.1
    done
    kill -KILL "${all[@]}" 2> /dev/null || true
    wait 2> /dev/null || true
}

tree_of() {
    local child
    echo "$1"
    for child in $(cat "/proc/$1/task/"*/children 2> /dev/null); do tree_of "$child"; done
}
