package io.oblako.image.inspect;

/**
 * A disk inside an archive.
 *
 * @param name of the archive's entry, a plain file name without any path
 * @param image what was found in it
 */
public record EmbeddedDisk(String name, ImageReport image) {}
