package io.oblako.image.domain.catalog;

/** Tells other services what has become of an image. Part of the transaction that changes it. */
public interface ImageFacts {

    void changed(Image image);

    void gone(ImageId image);
}
