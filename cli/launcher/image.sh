# Guest images, built once into $CACHE/guest and found again by the content of what builds them.

# image_key NAME -> hash of the builder and of what it copies into the guest
image_key() {
    local -a parts=("$LAUNCHER/guest/build-$1.sh")
    [[ $1 != tiny ]] || parts+=("$LAUNCHER/guest/mote")
    find "${parts[@]}" -type f -print0 | sort -z | xargs -0 cat | sha256sum | cut -c1-12
}

# image_file NAME -> where the image is, or will be
image_file() {
    echo "$CACHE/guest/$1-$(image_key "$1").qcow2"
}

# image_build NAME: whoever comes while another builds it waits for that one.
image_build() {
    local name=$1 file lock
    file=$(image_file "$name")
    [[ ! -s $file ]] || return 0
    mkdir -p "$CACHE/guest"
    exec {lock}>"$CACHE/guest/$name.lock"
    flock --timeout 900 "$lock" || refuse "another ./oblako has been building the $name image for 15 minutes" "see its log"
    [[ -s $file ]] || image_make "$name" "$file"
    exec {lock}>&-
}

# image_make NAME FILE
image_make() {
    local name=$1 file=$2
    case $name in
        tiny)
            packages_need guest
            step "Build the tiny guest image" "$LAUNCHER/guest/build-tiny.sh" "$file" "$CACHE/guest/packages"
            ;;
        debian)
            packages_need debian-guest
            step "Build the Debian cloud image (about three minutes)" "$LAUNCHER/guest/build-debian.sh" "$file"
            ;;
    esac
}

command_image() {
    [[ ${1:-} == build && ${2:-} =~ ^(tiny|debian)$ ]] || refuse "usage: ./oblako image build tiny|debian"
    require_root
    config_create
    image_build "$2"
    image_file "$2"
}
