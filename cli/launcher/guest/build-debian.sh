#!/usr/bin/env bash
# Builds a real Debian cloud image with cloud-init, of Debian packages only. No loop device, no mount, no virtual machine.
# usage: build-debian.sh OUT.qcow2 [SUITE] [MIRROR]      MIRROR is that of this machine's own package sources by default
# Disk: MBR; p1 FAT LABEL=ESP (syslinux for BIOS, signed shim and GRUB for UEFI), p2 ext4 LABEL=root, grown by cloud-init.
set -euo pipefail

# mmdebstrap has dash redirect to the file descriptors it gets, and dash knows only those of one digit: ours are closed first.
for open in /proc/$$/fd/*; do
    number=${open##*/}
    if [[ $number -gt 2 && $number -lt 255 ]]; then exec {number}>&-; fi
done

readonly ROOT_MIB=1400 ESP_MIB=96
# A machine that is busy elsewhere gives an emulated processor its time in lumps: without the last word the kernel takes this
# for a broken timer and panics.
readonly KERNEL_LINE='root=LABEL=root ro console=tty0 console=ttyS0,115200 quiet no_timer_check'
readonly PACKAGES=linux-image-cloud-amd64,systemd-sysv,systemd-resolved,udev,dbus,cloud-init,cloud-guest-utils,openssh-server,\
e2fsprogs,fdisk,gdisk,iproute2,iputils-ping,ca-certificates,sudo,less,vim-tiny,qemu-guest-agent,python3-jsonschema,\
shim-signed,grub-efi-amd64-signed,grub2-common,netbase,kmod,procps,curl,isc-dhcp-client,acpid

OUT=$(realpath -m "${1:?usage: build-debian.sh OUT.qcow2 [SUITE] [MIRROR]}")
SUITE=${2:-bookworm}
MIRROR=${3:-$(apt-get indextargets --format '$(SITE)' | sort -u | head -n 1)}
WORK=$(mktemp -d "${TMPDIR:-/tmp}/debian-image.XXXXXX")
trap 'rm -rf "$WORK"' EXIT

# cloud-init takes the address from the NIC's metadata; `locale: false` because update-locale is not installed.
write_configuration() {
    local etc=$WORK/configuration/etc
    mkdir -p "$etc/cloud/cloud.cfg.d" "$WORK/configuration/boot/efi"
    echo 'datasource_list: [ ConfigDrive, OpenStack, NoCloud, None ]' >"$etc/cloud/cloud.cfg.d/90_dpkg.cfg"
    printf 'system_info:\n  network:\n    renderers: [networkd]\nlocale: false\n' >"$etc/cloud/cloud.cfg.d/95_oblako.cfg"
    printf 'LABEL=root / ext4 defaults,discard 0 1\nLABEL=ESP /boot/efi vfat umask=0077,nofail 0 2\n' >"$etc/fstab"
}

build_root_tree() {
    mmdebstrap --mode=root --variant=minbase --architectures=amd64 --include="$PACKAGES" \
        --aptopt='Apt::Install-Recommends "false"' \
        --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
        --customize-hook="copy-in $WORK/configuration/etc $WORK/configuration/boot /" \
        --customize-hook='chroot "$1" systemctl enable systemd-networkd systemd-resolved serial-getty@ttyS0.service' \
        --customize-hook='rm -f "$1"/etc/ssh/ssh_host_* "$1/etc/hostname"; : > "$1/etc/machine-id"' \
        --customize-hook='rm -rf "$1"/var/cache/apt/*.bin "$1"/var/lib/apt/lists/*' \
        "$SUITE" "$WORK/root.tar" "deb $MIRROR $SUITE main" "deb $MIRROR $SUITE-updates main"
    mkdir "$WORK/root"
    tar --extract --directory "$WORK/root" --numeric-owner --file "$WORK/root.tar"
    rm "$WORK/root.tar"
}

build_root_partition() {
    truncate -s ${ROOT_MIB}M "$WORK/p2"
    mkfs.ext4 -q -L root -E lazy_itable_init=0 -O ^metadata_csum_seed -d "$WORK/root" "$WORK/p2"
}

build_boot_partition() {
    local boot=$WORK/p1 root=$WORK/root
    truncate -s ${ESP_MIB}M "$boot"
    mkfs.vfat -n ESP "$boot" >/dev/null
    printf 'DEFAULT linux\nPROMPT 0\nTIMEOUT 1\nSERIAL 0 115200\nLABEL linux\n LINUX /vmlinuz\n INITRD /initrd.img\n APPEND %s\n' \
        "$KERNEL_LINE" >"$WORK/syslinux.cfg"
    printf 'set timeout=0\nserial --unit=0 --speed=115200\nsearch --label ESP --set=root\nlinux /vmlinuz %s\ninitrd /initrd.img\nboot\n' \
        "$KERNEL_LINE" >"$WORK/grub.cfg"
    mmd -i "$boot" ::/EFI ::/EFI/BOOT ::/EFI/debian
    mcopy -i "$boot" "$root"/boot/vmlinuz-* ::/vmlinuz
    mcopy -i "$boot" "$root"/boot/initrd.img-* ::/initrd.img
    mcopy -i "$boot" "$WORK/syslinux.cfg" ::/
    mcopy -i "$boot" "$root/usr/lib/shim/shimx64.efi.signed" ::/EFI/BOOT/BOOTX64.EFI
    mcopy -i "$boot" "$root/usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed" ::/EFI/BOOT/grubx64.efi
    mcopy -i "$boot" "$WORK/grub.cfg" ::/EFI/debian/grub.cfg
    syslinux -i "$boot"
}

build_disk() {
    local disk=$WORK/disk
    truncate -s $((ESP_MIB + ROOT_MIB + 2))M "$disk"
    printf 'label: dos\nstart=1MiB, size=%dMiB, type=ef, bootable\nstart=%dMiB, size=%dMiB, type=83\n' \
        $ESP_MIB $((ESP_MIB + 1)) $ROOT_MIB | sfdisk --quiet "$disk"
    dd if=/usr/lib/syslinux/mbr/mbr.bin of="$disk" bs=440 count=1 conv=notrunc status=none
    dd if="$WORK/p1" of="$disk" bs=1M seek=1 conv=notrunc,sparse status=none
    dd if="$WORK/p2" of="$disk" bs=1M seek=$((ESP_MIB + 1)) conv=notrunc,sparse status=none
    qemu-img convert -O qcow2 -c -o compression_type=zstd "$disk" "$OUT.new"
    mv "$OUT.new" "$OUT"
}

write_configuration
build_root_tree
build_root_partition
build_boot_partition
build_disk
ls -l "$OUT"
