#!/usr/bin/env bash
# Builds "mote", a tiny cloud guest made of Debian packages only: kernel, busybox, dropbear and a few lines of shell (mote/).
# usage: build-tiny.sh OUT.qcow2 PACKAGE_CACHE
# Disk: MBR; p1 FAT (syslinux for BIOS, signed shim and GRUB for UEFI), p2 ext4 LABEL=mote-root that grows itself.
# Needs no loop device, no mount and no virtual machine: file systems are filled by mkfs -d and mtools.
set -euo pipefail

HERE=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
readonly HERE
readonly ROOT_MIB=40 ESP_MIB=28
# A machine that is busy elsewhere gives an emulated processor its time in lumps: without the last word the kernel takes this
# for a broken timer and panics.
readonly KERNEL_LINE='console=tty0 console=ttyS0,115200 quiet panic=10 no_timer_check'
readonly LIBRARIES=lib/x86_64-linux-gnu
# Virtual hardware only; in the order in which they are loaded.
readonly MODULES=(virtio_pci virtio_mmio virtio_blk virtio_net virtio_scsi sd_mod sr_mod isofs virtio_balloon virtio_mem
    virtio-rng virtio_console button evdev vfat nls_cp437 nls_ascii nls_utf8 qemu_fw_cfg pvpanic-pci pvpanic loop)

OUT=$(realpath -m "${1:?usage: build-tiny.sh OUT.qcow2 PACKAGE_CACHE}")
CACHE=$(realpath -m "${2:?usage: build-tiny.sh OUT.qcow2 PACKAGE_CACHE}")
WORK=$(mktemp -d "${TMPDIR:-/tmp}/mote.XXXXXX")
trap 'rm -rf "$WORK"' EXIT
ROOT=$WORK/root

fetch_packages() {
    KERNEL=$(apt-cache depends linux-image-cloud-amd64 | sed -n 's/ *Depends: *\(linux-image-[^ ]*\).*/\1/p' | head -n 1)
    local -a wanted=(busybox busybox-static "$KERNEL" dropbear-bin libtomcrypt1 libtommath1 libgmp10 zlib1g libcrypt1 libc6
        e2fsprogs libext2fs2 libcom-err2 libuuid1 libblkid1 shim-signed grub-efi-amd64-signed)
    local package
    mkdir -p "$CACHE"
    for package in "${wanted[@]}"; do
        compgen -G "$CACHE/${package}_*.deb" >/dev/null ||
            (cd "$CACHE" && apt-get -o APT::Sandbox::User=root --quiet download "$package")
        mkdir -p "$WORK/packages/$package"
        dpkg-deb -x "$(find "$CACHE" -name "${package}_*.deb" | sort -V | tail -n 1)" "$WORK/packages/$package"
    done
    KERNEL_FILES=$WORK/packages/$KERNEL
    KERNEL_VERSION=$(ls "$KERNEL_FILES/lib/modules")
}

copy_programs() {
    local packages=$WORK/packages applet
    mkdir -p "$ROOT"/{bin,sbin,lib64,$LIBRARIES,lib/modules,etc/dropbear,proc,sys,dev,run,tmp,root,mnt,var/lib/mote,var/log} \
        "$ROOT"/{usr/bin,usr/sbin,home/mote}
    ln -s /run "$ROOT/var/run"
    chmod 1777 "$ROOT/tmp"
    chmod 700 "$ROOT/root"
    cp "$packages/busybox/bin/busybox" "$ROOT/bin/"
    for applet in $("$packages/busybox/bin/busybox" --list); do
        [[ -e $ROOT/bin/$applet ]] || ln -s busybox "$ROOT/bin/$applet"
    done
    ln -s ../bin/busybox "$ROOT/sbin/init"
    cp "$packages/dropbear-bin/usr/sbin/dropbear" "$ROOT/usr/sbin/"
    cp "$packages"/dropbear-bin/usr/bin/{dropbearkey,dbclient} "$ROOT/usr/bin/"
    cp "$packages/e2fsprogs/sbin/resize2fs" "$ROOT/sbin/"
    cp "$packages/e2fsprogs/sbin/mke2fs" "$ROOT/sbin/mkfs.ext4"
}

needed_libraries() {
    objdump -p "$1" 2>/dev/null | awk '/NEEDED/ {print $2}'
}

# Follows what each program and library needs, among the packages only.
copy_libraries() {
    local -a todo=("$ROOT"/bin/busybox "$ROOT"/usr/sbin/dropbear "$ROOT"/usr/bin/dbclient "$ROOT"/usr/bin/dropbearkey
        "$ROOT"/sbin/resize2fs "$ROOT"/sbin/mkfs.ext4)
    local file library found
    while [[ ${#todo[@]} -gt 0 ]]; do
        file=${todo[0]}
        todo=("${todo[@]:1}")
        for library in $(needed_libraries "$file"); do
            [[ ! -e $ROOT/$LIBRARIES/$library ]] || continue
            found=$(find "$WORK/packages" -path '*x86_64-linux-gnu/*' -name "$library" | head -n 1)
            [[ -n $found ]] || { echo "no package has $library, which $file needs" >&2; exit 1; }
            cp -L "$found" "$ROOT/$LIBRARIES/"
            chmod 755 "$ROOT/$LIBRARIES/$library"
            todo+=("$ROOT/$LIBRARIES/$library")
        done
    done
    local loader=ld-linux-x86-64.so.2
    found=$(find "$WORK/packages/libc6" -name $loader -path '*gnu*' | head -n 1)
    cp -L "$found" "$ROOT/lib64/$loader"
    chmod 755 "$ROOT/lib64/$loader"
    ln -sf /lib64/$loader "$ROOT/$LIBRARIES/$loader"
}

# One flat list, loaded by insmod: no modules.dep in the guest. Not stripped: that would remove the signatures, and the kernel
# refuses modules without one under Secure Boot.
copy_modules() {
    local module
    depmod -b "$KERNEL_FILES" "$KERNEL_VERSION"
    modprobe -d "$KERNEL_FILES" -S "$KERNEL_VERSION" --show-depends -a "${MODULES[@]}" 2>/dev/null |
        awk '$1 == "insmod" && !seen[$2]++ {print $2}' >"$WORK/modules"
    while read -r module; do
        cp "$module" "$ROOT/lib/modules/"
        basename "$module" >>"$ROOT/lib/modules/order"
    done <"$WORK/modules"
}

# The log-in is known to everybody, as that of CirrOS is: an image for tests, never for use.
copy_configuration() {
    local hash
    cp -r "$HERE"/mote/. "$ROOT/"
    chmod 755 "$ROOT"/{init,etc/rcS,etc/rcK,etc/acpi/PWRF/00000080,bin/jsonflat,usr/share/udhcpc/default.script} \
        "$ROOT"/sbin/{hotplug,mote-init}
    hash=$("$WORK/packages/busybox-static/bin/busybox" mkpasswd -m sha512 -S motesalt gocloud)
    printf 'root:%s:19000:0:99999:7:::\nmote:%s:19000:0:99999:7:::\n' "$hash" "$hash" >"$ROOT/etc/shadow"
    chmod 600 "$ROOT/etc/shadow"
    printf 'mote (Debian kernel %s, busybox) \\n \\l\nlogin as user "mote", password "gocloud"\n' "$KERNEL_VERSION" \
        >"$ROOT/etc/issue"
    chown -R 0:0 "$ROOT"
    chown -R 1000:1000 "$ROOT/home/mote"
}

# The initial RAM disk has only what finds and grows the root: busybox, the modules, resize2fs.
build_initrd() {
    local initrd=$WORK/initrd applet library
    mkdir -p "$initrd"/{bin,sbin,lib64,$LIBRARIES,proc,sys,dev,mnt,run}
    cp "$WORK/packages/busybox-static/bin/busybox" "$initrd/bin/"
    mv "$ROOT/init" "$initrd/init"
    for applet in sh mount insmod cat ls findfs usleep fdisk blockdev printf sleep echo mkdir touch sync switch_root; do
        ln -s busybox "$initrd/bin/$applet"
    done
    cp -a "$ROOT/lib/modules" "$initrd/lib/"
    cp -a "$ROOT/sbin/resize2fs" "$initrd/sbin/"
    cp -a "$ROOT/lib64/." "$initrd/lib64/"
    for library in libc.so.6 libext2fs.so.2 libcom_err.so.2 libe2p.so.2 libblkid.so.1 libuuid.so.1; do
        [[ ! -e $ROOT/$LIBRARIES/$library ]] || cp -a "$ROOT/$LIBRARIES/$library" "$initrd/$LIBRARIES/"
    done
    (cd "$initrd" && find . | LC_ALL=C sort | cpio --create --format=newc --quiet | gzip -9n) >"$WORK/initrd.gz"
}

build_root_partition() {
    truncate -s ${ROOT_MIB}M "$WORK/p2"
    mkfs.ext4 -q -L mote-root -m 0 -O ^has_journal,^metadata_csum_seed,resize_inode \
        -E resize=268435456,lazy_itable_init=0,root_owner=0:0 -d "$ROOT" "$WORK/p2"
}

build_boot_partition() {
    local boot=$WORK/p1 packages=$WORK/packages
    truncate -s ${ESP_MIB}M "$boot"
    mkfs.vfat -n MOTEESP "$boot" >/dev/null
    printf 'DEFAULT linux\nPROMPT 0\nTIMEOUT 1\nLABEL linux\n LINUX /vmlinuz\n INITRD /initrd.gz\n APPEND %s\n' "$KERNEL_LINE" \
        >"$WORK/syslinux.cfg"
    printf 'set timeout=0\nsearch --label MOTEESP --set=root\nlinux /vmlinuz %s\ninitrd /initrd.gz\nboot\n' "$KERNEL_LINE" \
        >"$WORK/grub.cfg"
    mcopy -i "$boot" "$KERNEL_FILES/boot/vmlinuz-$KERNEL_VERSION" ::/vmlinuz
    mcopy -i "$boot" "$WORK/initrd.gz" "$WORK/syslinux.cfg" ::/
    mmd -i "$boot" ::/EFI ::/EFI/BOOT ::/EFI/debian
    mcopy -i "$boot" "$packages/shim-signed/usr/lib/shim/shimx64.efi.signed" ::/EFI/BOOT/BOOTX64.EFI
    mcopy -i "$boot" "$packages/grub-efi-amd64-signed/usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed" \
        ::/EFI/BOOT/grubx64.efi
    mcopy -i "$boot" "$WORK/grub.cfg" ::/EFI/debian/grub.cfg
    syslinux -i "$boot"
}

build_disk() {
    local disk=$WORK/disk
    truncate -s $((ESP_MIB + ROOT_MIB + 1))M "$disk"
    printf 'label: dos\nstart=1MiB, size=%dMiB, type=ef, bootable\nstart=%dMiB, size=%dMiB, type=83\n' \
        $ESP_MIB $((ESP_MIB + 1)) $ROOT_MIB | sfdisk --quiet "$disk"
    dd if=/usr/lib/syslinux/mbr/mbr.bin of="$disk" bs=440 count=1 conv=notrunc status=none
    dd if="$WORK/p1" of="$disk" bs=1M seek=1 conv=notrunc,sparse status=none
    dd if="$WORK/p2" of="$disk" bs=1M seek=$((ESP_MIB + 1)) conv=notrunc,sparse status=none
    qemu-img convert -O qcow2 -c -o compression_type=zstd "$disk" "$OUT.new"
    mv "$OUT.new" "$OUT"
}

fetch_packages
copy_programs
copy_libraries
copy_modules
copy_configuration
build_initrd
build_root_partition
build_boot_partition
build_disk
ls -l "$OUT"
