package io.oblako.compute.domain.snapshot;

import io.oblako.image.contracts.ImageOrder;

/** Orders to the image service, sent when the transaction of the calling thread commits. */
public interface ImageOrders {

    void send(ImageOrder order);
}
