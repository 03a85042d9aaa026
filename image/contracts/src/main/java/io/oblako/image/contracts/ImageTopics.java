package io.oblako.image.contracts;

import io.oblako.messaging.Topic;

/** The topics of image. */
public final class ImageTopics {

    /** What each image is. Key: image id; a tombstone when it is gone. */
    public static final Topic<ImageFact> IMAGES = Topic.facts("image.image.v1", ImageFact.class, 4);

    /** What others want of image. Key: image id, chosen by the one who asks. */
    public static final Topic<ImageOrder> ORDERS = Topic.stream("image.orders.v1", ImageOrder.class, 4);

    /** How hosts are getting on with conversions. Key: task. */
    public static final Topic<ConversionReport> CONVERSIONS =
            Topic.stream("image.conversions.v1", ConversionReport.class, 1);

    private ImageTopics() {}
}
