# ./oblako test: everything that CI runs. Engines and cloud of the tests have states, ports and networks of their own inside
# $STATE, so that a cloud that runs beside is not disturbed; they go when the tests end, however they end.

command_test() {
    local mode=${1:-all}
    case $mode in
        all | --fast | --conformance | --end-to-end) ;;
        *) refuse "test does not know '$mode'" "./oblako help test" ;;
    esac
    require_root
    config_create
    launcher_lock
    jdk_find
    require_memory
    require_disk
    packages_need run build guest client test
    TEST_ENGINES=$STATE/engines-of-test TEST_CLOUD=$STATE/cloud-of-test
    trap test_on_exit EXIT
    if [[ $mode == --conformance ]]; then
        test_conformance
    else
        [[ $mode == --end-to-end ]] || test_modules "$mode"
        test_end_to_end "$mode"
    fi
}

test_on_exit() {
    local status=$? state
    terminal_on_exit "$status"
    for state in "$TEST_ENGINES" "$TEST_CLOUD"; do
        [[ ! -d $state ]] || test_forget "$state" || status=1
    done
    exit "$status"
}

# test_forget STATE: its logs of a failed run stay in $LOGS.
test_forget() {
    [[ ${status:-0} -eq 0 ]] || cp -r "$1/logs" "$LOGS/$(basename "$1")-failed"
    OBLAKO_CACHE=$CACHE "$OBLAKO_ROOT/oblako" down --purge --state "$1" >&4
}

# test_oblako STATE COMMAND...: the launcher on a state of the tests; what it says goes to the error output, so that the
# test runner has the last line.
test_oblako() {
    OBLAKO_CACHE=$CACHE OBLAKO_STATE=$1 "$OBLAKO_ROOT/oblako" "${@:2}" >&4
}

# The unit and integration tests of all modules, against real engines, from unformatted sources a failure.
test_modules() {
    local -a options=(-Dspotless.goal=check)
    [[ $1 != --fast ]] || options+=(-DexcludedGroups=slow)
    test_oblako "$TEST_ENGINES" engines up
    headline "Tests of the modules"
    (
        set -a
        # shellcheck source=/dev/null
        source "$TEST_ENGINES/engines.env"
        build_with test_maven verify --projects '!e2e' "${options[@]}"
    )
    test_oblako "$TEST_ENGINES" down --purge
}

test_maven() {
    (cd "$OBLAKO_ROOT" && mvn --batch-mode --no-transfer-progress "$@")
}

# The end-to-end tests know a URL and a password, and for those that kill processes the state folder and this launcher.
test_end_to_end() {
    local -a options=(-Dskip.e2e=false -Dspotless.goal=check)
    if [[ $1 == --fast ]]; then options+=(-DexcludedGroups=slow); else image_build debian; fi
    test_cloud_up
    headline "End-to-end tests"
    (
        export OBLAKO_CACHE=$CACHE OBLAKO_E2E_STATE=$TEST_CLOUD OBLAKO_E2E_LAUNCHER=$OBLAKO_ROOT/oblako
        # shellcheck source=/dev/null
        source "$TEST_CLOUD/openrc"
        export OBLAKO_E2E_AUTH_URL=$OS_AUTH_URL OBLAKO_E2E_PASSWORD=$OS_PASSWORD
        OBLAKO_E2E_IMAGE=$(image_file tiny) OBLAKO_E2E_DEBIAN_IMAGE=$(image_file debian)
        export OBLAKO_E2E_IMAGE OBLAKO_E2E_DEBIAN_IMAGE
        test_maven verify --projects common/kernel,e2e -Dsurefire.failIfNoSpecifiedTests=false \
            -Dtest='io.oblako.e2e.*IT' "${options[@]}"
    )
}

test_cloud_up() {
    [[ -e $TEST_CLOUD/oblako.conf ]] || (STATE=$TEST_CLOUD CONFIG_FILE=$TEST_CLOUD/oblako.conf && config_choose_ports)
    test_oblako "$TEST_CLOUD" up
}

# conformance_folder -> where Tempest's runner and its list of tests are
conformance_folder() {
    local folder=${OBLAKO_CONFORMANCE:-$OBLAKO_ROOT/../shared/conformance}
    [[ -x $folder/run-tempest.sh ]] || refuse "there is no run-tempest.sh in $folder" \
        "set OBLAKO_CONFORMANCE to the folder with run-tempest.sh and required.txt"
    realpath "$folder"
}

# The required tests of identity, image and compute that need neither network nor volume: e2e/conformance/without.txt names
# those that do.
conformance_list() {
    grep -E '^tempest\.api\.(identity|image|compute)\.' "$1/required.txt" |
        grep -v -F -f <(sed 's/[[:space:]]*#.*//; /^$/d' "$OBLAKO_ROOT/e2e/conformance/without.txt")
}

test_conformance() {
    local folder out=$STATE/conformance
    folder=$(conformance_folder)
    packages_need conformance
    test_cloud_up
    rm -rf "$out"
    mkdir -p "$out"
    conformance_list "$folder" >"$out/wanted.txt"
    headline "Tempest: $(wc -l <"$out/wanted.txt") tests"
    (
        # shellcheck source=/dev/null
        source "$TEST_CLOUD/openrc"
        IMAGE_FILE=$(image_file tiny) IMAGE_FORMAT=qcow2 REGION=$OS_REGION_NAME \
            OVERRIDES=$OBLAKO_ROOT/e2e/conformance/tempest.conf \
            "$folder/run-tempest.sh" "$OS_AUTH_URL" "$OS_USERNAME" "$OS_PASSWORD" "$OS_PROJECT_NAME" "$out/wanted.txt" "$out"
    )
    grep -v '^wanted ' "$out/summary.txt" >&4 || true
    grep '^wanted ' "$out/summary.txt"
    grep -q ' failed 0 skipped 0 notrun 0$' <(grep '^wanted ' "$out/summary.txt")
}
