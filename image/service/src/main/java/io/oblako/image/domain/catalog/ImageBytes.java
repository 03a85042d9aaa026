package io.oblako.image.domain.catalog;

/** What is done with the bytes of an image when the image is gone. */
public interface ImageBytes {

    /** Stops whatever goes on with the bytes and removes them. Never throws: what stays behind is reaped later. */
    void discard(Image gone);
}
