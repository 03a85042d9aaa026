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
    [[ $mode == --fast || $mode == --conformance ]] || packages_need debian-guest
    TEST_ENGINES=$STATE/engines-of-test TEST_CLOUD=$STATE/cloud-of-test TEST_FAILED=''
    trap test_on_exit EXIT
    if [[ $mode == --conformance ]]; then
        test_conformance
    else
        test_all "$mode"
    fi
}

# test_all MODE: modules, then end to end; the second is not left out because something failed in the first, as long as there
# is something to run. The report comes last.
test_all() {
    TEST_TIMES='' TEST_BEGAN=$(now_millis) TEST_ENGINES_SAID=''
    touch "$STATE/run/test-began"
    : >"$LOGS/maven-of-test.log"
    test_images_begin "$1"
    if [[ $1 != --end-to-end ]]; then
        test_engines_begin
        test_part Modules test_modules "$1"
        test_engines_end
        test_forget "$TEST_ENGINES"
    fi
    if [[ -z $TEST_FAILED ]] || test_parts_built; then
        test_part "end to end" test_end_to_end "$1"
    else
        say "Not everything that runs was built: the end-to-end tests are left out."
    fi
    test_report
    [[ -z $TEST_FAILED ]]
}

# test_part NAME COMMAND...: runs a part to its first failure, and notes that and how long it took.
test_part() {
    local name=$1 began status
    began=$(now_millis)
    set +e
    test_attempt "${@:2}"
    status=$?
    set -e
    [[ $status -eq 0 ]] || TEST_FAILED=yes
    TEST_TIMES+="$name $(seconds_since "$began") s, "
}

# The caller has to have errexit off, or bash ignores it here.
test_attempt() (
    set -e
    trap terminal_on_exit EXIT
    "$@"
)

# The engines are prepared while Maven compiles; the first test that needs them waits for them (Engines.java).
test_engines_begin() {
    test_oblako "$TEST_ENGINES" engines up >"$LOGS/engines-of-test.log" 2>&1 4>&1 9>&- &
    TEST_ENGINES_JOB=$!
}

# Every test of a module that needs engines has failed when they did not start: what they said is the cause.
test_engines_end() {
    wait "$TEST_ENGINES_JOB" && return
    TEST_FAILED=yes TEST_ENGINES_SAID=$(tail -n 30 "$LOGS/engines-of-test.log")
}

# The images of the guests are built beside the tests of the modules; who needs them waits for them (image_build).
test_images_begin() {
    local image
    [[ $1 != --fast ]] || return 0
    for image in tiny debian; do
        OBLAKO_CACHE=$CACHE nice "$OBLAKO_ROOT/oblako" image build $image --state "$STATE"
    done >"$LOGS/images-of-test.log" 2>&1 9>&- &
}

test_beside_end() {
    local job pid
    for job in $(jobs -pr); do
        for pid in $(process_tree "$job"); do kill -s TERM "$pid" 2>/dev/null || true; done
        wait "$job" 2>/dev/null || true
    done
}

test_parts_built() {
    local part
    for part in "${BUILT_PARTS[@]}"; do
        [[ -d $(part_output "$part") ]] || return 1
    done
}

test_on_exit() {
    local status=$? state
    terminal_on_exit "$status"
    [[ $status -eq 0 ]] || TEST_FAILED=yes
    test_beside_end
    for state in "$TEST_ENGINES" "$TEST_CLOUD"; do
        test_forget "$state" || status=1
    done
    exit "$status"
}

# test_forget STATE: its logs of a failed run stay in $LOGS.
test_forget() {
    [[ -d $1 ]] || return 0
    if [[ -n $TEST_FAILED ]]; then
        rm -rf "$LOGS/$(basename "$1")-failed"
        cp -r "$1/logs" "$LOGS/$(basename "$1")-failed"
    fi
    OBLAKO_CACHE=$CACHE "$OBLAKO_ROOT/oblako" down --purge --state "$1" >&4
}

# test_oblako STATE COMMAND...: the launcher on a state of the tests; what it says goes to the error output, so that the
# test runner has the last line.
test_oblako() {
    OBLAKO_CACHE=$CACHE OBLAKO_STATE=$1 "$OBLAKO_ROOT/oblako" "${@:2}" >&4
}

# The unit and integration tests of all modules, three modules at a time: they wait for engines, and for one another. Unformatted
# sources are a failure. What an earlier build left must not stand in for what this one does not get done.
test_modules() {
    local -a options=(--fail-at-end --threads 3 -Dspotless.goal=check)
    [[ $1 != --fast ]] || options+=(-DexcludedGroups=slow)
    local part
    for part in "${BUILT_PARTS[@]}"; do rm -rf "$(part_output "$part")"; done
    headline "Tests of the modules"
    export OBLAKO_TEST_ENGINES=$TEST_ENGINES OBLAKO_CACHE=$CACHE
    build_with test_maven verify --projects '!e2e' "${options[@]}"
}

# test_maven ARGUMENT...: what it says goes to a log as well, for the report.
test_maven() {
    (cd "$OBLAKO_ROOT" && mvn --batch-mode --no-transfer-progress "$@" | tee -a "$LOGS/maven-of-test.log")
}

# The end-to-end tests know a URL and a password, and for those that kill processes the state folder and this launcher.
test_end_to_end() {
    local -a options=(-Dskip.e2e=false -Dspotless.goal=check)
    if [[ $1 == --fast ]]; then options+=(-DexcludedGroups=slow); fi
    [[ $1 == --fast ]] || image_build debian
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

# The end of the output: how long it took, which classes took longest, and every test that failed, with its place.
test_report() {
    say
    headline "Tests took $(seconds_since "$TEST_BEGAN") s: ${TEST_TIMES%, }"
    hint "  longest: $(test_reports | xargs --null --no-run-if-empty sed -n \
        's/^<testsuite .* name="\([^"]*\.\)\?\([^".]*\)" time="\([0-9]*\)[.,0-9]*".*/\3 \2/p' |
        sort -rn | head -n 8 | awk '{printf "%s%s %s s", (NR > 1 ? ", " : ""), $2, $1}')"
    [[ -n $TEST_FAILED ]] || return 0
    say
    headline "${TERMINAL_RED}Failed:$TERMINAL_PLAIN"
    [[ -z $TEST_ENGINES_SAID ]] || say "  the engines did not start: $TEST_ENGINES_SAID"
    test_failures >&3
    # What is no failed test: sources that do not compile or are not formatted, a JVM that ended.
    { grep --no-filename -E '^\[ERROR\] .*(Failed to execute goal|COMPILATION ERROR|ERROR.*\.java:\[|forked VM|violations)' \
        "$LOGS/maven-of-test.log" || true; } | grep -v 'There are test failures' | sort -u | head -n 20 | cut -c1-240 | sed 's/^/  /' >&3
    hint "  the whole: $LOGS/maven-of-test.log"
}

# test_reports -> the reports of this run, one per class of tests, each ended by a zero byte
test_reports() {
    find "$OBLAKO_ROOT" -path '*/target/surefire-reports/TEST-*.xml' -newer "$STATE/run/test-began" -print0 | sort -z
}

# test_failures: two lines for each failed test: module, test and place; what it said.
test_failures() {
    test_reports | xargs --null --no-run-if-empty awk -v root="$OBLAKO_ROOT/" '
        function attribute(name,   at, rest) {
            at = index($0, " " name "=\"")
            if (at == 0) return ""
            rest = substr($0, at + length(name) + 3)
            return substr(rest, 1, index(rest, "\"") - 1)
        }
        function plain(text) {
            gsub(/(&#10;|[[:space:]])+/, " ", text)
            gsub(/&quot;/, "\"", text); gsub(/&apos;/, "\047", text); gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text)
            gsub(/&amp;/, "\\&", text)
            return substr(text, 1, 200)
        }
        /<testcase / { test = attribute("name"); class = attribute("classname"); sub(/.*\./, "", class) }
        /<(failure|error)[ >]/ { said = attribute("message"); place = ""; inside = 1 }
        inside && place == "" && match($0, "\\(" class "\\.java:[0-9]+\\)") { place = substr($0, RSTART + 1, RLENGTH - 2) }
        inside && /<\/(failure|error)>|<(failure|error)[^>]*\/>/ {
            module = FILENAME; sub(root, "", module); sub(/\/target\/.*/, "", module)
            printf "  %s  %s.%s  (%s)\n      %s\n", module, class, plain(test), place == "" ? class ".java" : place, plain(said)
            inside = 0
        }'
}

# conformance_folder -> where Tempest's runner and its list of tests are
conformance_folder() {
    local folder=${OBLAKO_CONFORMANCE:-$OBLAKO_ROOT/../shared/conformance}
    [[ -x $folder/run-tempest.sh ]] || refuse "there is no run-tempest.sh in $folder" \
        "set OBLAKO_CONFORMANCE to the folder with run-tempest.sh and required.txt"
    realpath "$folder"
}

# The required tests of identity, image, compute and network that need no volume: e2e/conformance/without.txt names those that do.
conformance_list() {
    grep -E '^tempest\.api\.(identity|image|compute|network)\.' "$1/required.txt" |
        grep -v -F -f <(sed 's/[[:space:]]*#.*//; /^$/d' "$OBLAKO_ROOT/e2e/conformance/without.txt")
}

# conformance_outside: what the operator of a cloud has made before the tenants come, an external network over the provider network;
# and a way there, since Tempest logs in to guests by their floating IPs.
conformance_outside() (
    config_reopen "$TEST_CLOUD"
    url=$(network_url "$OBLAKO_ADDRESS")/v2.0
    if [[ $(api GET "$url/networks?router:external=true" | jq '.networks | length') -eq 0 ]]; then
        network=$(api_json POST "$url/networks" '{"network":{"name":"outside","router:external":true,
            "provider:network_type":"flat","provider:physical_network":"physnet1"}}' | jq -r .network.id)
        api_json POST "$url/subnets" "{\"subnet\":{\"network_id\":\"$network\",\"ip_version\":4,\"cidr\":\"$OUTSIDE_RANGE\",
            \"gateway_ip\":\"$OUTSIDE_ADDRESS\",\"enable_dhcp\":false}}" >/dev/null
    fi
    outside_open
)

test_conformance() {
    local folder out=$STATE/conformance
    folder=$(conformance_folder)
    packages_need conformance
    test_cloud_up
    conformance_outside
    rm -rf "$out"
    mkdir -p "$out"
    conformance_list "$folder" >"$out/wanted.txt"
    headline "Tempest: $(wc -l <"$out/wanted.txt") tests"
    (
        # shellcheck source=/dev/null
        source "$TEST_CLOUD/openrc"
        cd "$out"
        IMAGE_FILE=$(image_file tiny) IMAGE_FORMAT=qcow2 REGION=$OS_REGION_NAME \
            OVERRIDES=$OBLAKO_ROOT/e2e/conformance/tempest.conf \
            "$folder/run-tempest.sh" "$OS_AUTH_URL" "$OS_USERNAME" "$OS_PASSWORD" "$OS_PROJECT_NAME" "$out/wanted.txt" "$out"
    )
    grep -v '^wanted ' "$out/summary.txt" >&4 || true
    grep '^wanted ' "$out/summary.txt"
    grep -q ' failed 0 skipped 0 notrun 0$' <(grep '^wanted ' "$out/summary.txt")
}
