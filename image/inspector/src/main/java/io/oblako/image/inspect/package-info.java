/**
 * The one place that decides what a disk image is and whether it is safe to hand to a hypervisor.
 *
 * <p>{@link io.oblako.image.inspect.ImageInspector} reads an image as it streams by, or as a file, and answers with an
 * {@link io.oblako.image.inspect.ImageReport} or an {@link io.oblako.image.inspect.ImageRejected}. It is an allow-list:
 * what it does not know it refuses. It never guesses a format; the declared one must be the one found, and no other may
 * be found beside it (a hybrid ISO with a partition table excepted). Nothing that names a second file passes: no backing
 * file, data file, foreign extent, parent locator or link in an archive.
 *
 * <p>Memory per inspection is bounded: the first 68 KiB (320 KiB for VHDX, and 128 KiB of its metadata), the last
 * 1.5 KiB, and for an OVA its descriptor of at most 5 MiB. All other bytes are looked at by nobody and copied nowhere.
 *
 * <p>A format is one {@code FormatReader}. Sources of the rules: QEMU {@code docs/interop/qcow2.rst} and the block
 * drivers of QEMU 7.2 (what they would open), VMware Virtual Disk Format 5.0, Microsoft VHD 1.0 and MS-VHDX, ECMA-119,
 * POSIX ustar, DMTF DSP0243 (OVF).
 */
@NullMarked
package io.oblako.image.inspect;

import org.jspecify.annotations.NullMarked;
