# From the sources to what runs: Maven builds what changed, the result is copied to $CACHE (so that a later build does not pull
# the jars from under running services) and its ahead-of-time caches are trained there.

readonly -a SERVICES=(identity image compute network)
readonly -a BUILT_PARTS=(identity image compute network node)

build_stamp() {
    echo "$OBLAKO_ROOT/target/oblako.built"
}

# build_needed: whether a source is newer than the last build, or its result is gone.
build_needed() {
    local stamp part
    stamp=$(build_stamp)
    [[ -e $stamp ]] || return 0
    for part in "${BUILT_PARTS[@]}"; do
        [[ -d $(part_output "$part") ]] || return 0
    done
    [[ -n $(cd "$OBLAKO_ROOT" && find pom.xml .mvn common identity image compute network -name target -prune -o \
        -type f -newer "$stamp" -print -quit) ]]
}

# build_reactor: all modules without their tests, unformatted sources left alone, without the lists of what is inside (SBOM),
# which a build by Maven or ./oblako test makes.
build_reactor() {
    build_with maven "$OBLAKO_ROOT" package -Dmaven.test.skip=true -Dspotless.skip=true -Dcyclonedx.skip=true
}

# build_with COMMAND...: COMMAND builds all parts. The stamp gets the time at which it began, so that a source saved while it
# ran is built next time.
build_with() {
    mkdir -p "$OBLAKO_ROOT/target"
    touch "$(build_stamp).new"
    rm -rf "$(part_output node)"
    "$@"
    cp "$OBLAKO_ROOT"/compute/node/target/oblako-compute-node-*.jar "$(part_output node)/"
    mv "$(build_stamp).new" "$(build_stamp)"
}

# part_output PART -> the folder that Maven leaves
part_output() {
    case $1 in
        node) echo "$OBLAKO_ROOT/compute/node/target/app" ;;
        *) echo "$OBLAKO_ROOT/$1/service/target/quarkus-app" ;;
    esac
}

# part_home PART -> where the copy that runs is
part_home() {
    readlink -f "$CACHE/$1"
}

part_cache() {
    echo "$(part_home "$1")/jdk-$JDK_VERSION.aot"
}

# part_deploy PART: copies a new result beside the older ones, found by its content, and makes it the current one.
part_deploy() {
    local output key
    output=$(part_output "$1")
    key=$(cd "$output" && find . -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-12)
    if [[ ! -d $CACHE/$1-$key ]]; then
        rm -rf "$CACHE/$1-$key.new"
        cp -a --reflink=auto "$output" "$CACHE/$1-$key.new"
        mv "$CACHE/$1-$key.new" "$CACHE/$1-$key"
    fi
    touch "$CACHE/$1-$key"
    ln -sfn "$1-$key" "$CACHE/$1"
    part_remove_old "$1"
}

# The two newest stay: a cloud that is running may still use the one before.
part_remove_old() {
    local old
    find "$CACHE" -maxdepth 1 -type d -name "$1-????????????" -printf '%T@ %p\n' | sort -rn | tail -n +3 | cut -d' ' -f2- |
        while IFS= read -r old; do rm -rf "$old"; done
}

parts_deploy() {
    local part
    for part in "${BUILT_PARTS[@]}"; do
        part_deploy "$part"
    done
}

# parts_deployed: whether each copy is there and not older than what Maven left, by whoever ran it.
parts_deployed() {
    local part
    for part in "${BUILT_PARTS[@]}"; do
        [[ -d $CACHE/$part && -z $(find "$(part_output "$part")" -newer "$CACHE/$part/." -print -quit) ]] || return 1
    done
}

parts_trained() {
    local part
    for part in "${BUILT_PARTS[@]}"; do
        [[ -s $(part_cache "$part") ]] || return 1
    done
}

# build_all: everything that `up` needs, each only when it is missing or older than its sources.
build_all() {
    engines_build
    image_build tiny
    novnc_get
    if build_needed; then
        packages_need run build
        step "Build identity, image, compute, network and the node daemon" build_reactor
    fi
    parts_deployed || step "Copy what was built to $CACHE" parts_deploy
    if ! parts_trained && [[ ${OBLAKO_TRAIN:-yes} != no ]]; then
        step "Train the services' ahead-of-time caches" cloud_train_or_go_without
    fi
}

command_build() {
    local began
    began=$(now_millis)
    require_root
    config_create
    launcher_lock
    jdk_find
    require_disk
    packages_need run build guest
    build_all
    say "Built in $(seconds_since "$began") s"
}
