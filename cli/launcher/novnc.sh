# noVNC, with which screens of guests are shown: files of Debian's package, without what it wants beside them.

# novnc_folder -> where core/ and vendor/ are, or will be
novnc_folder() {
    echo "$CACHE/novnc"
}

novnc_get() {
    [[ ! -s $(novnc_folder)/core/rfb.js ]] || return 0
    packages_need guest
    step "Get noVNC, the viewer of screens" novnc_unpack
}

novnc_unpack() (
    set -e
    work=$(mktemp -d "$CACHE/novnc.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    cd "$work"
    apt-get -o APT::Sandbox::User=root --quiet download novnc
    dpkg-deb -x novnc_*.deb .
    rm -rf "$(novnc_folder)"
    mv usr/share/novnc "$(novnc_folder)"
)
