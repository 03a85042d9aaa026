package io.oblako.image.domain.catalog;

import io.oblako.kernel.error.ErrorCode;
import io.oblako.kernel.error.ErrorKind;

/** Codes of the image service. Append only. */
public enum ImageError implements ErrorCode {
    /** Absent, or not visible to the caller. */
    IMAGE_NOT_FOUND(ErrorKind.NOT_FOUND),
    /** The status of the image forbids it. */
    IMAGE_STATUS(ErrorKind.CONFLICT),
    IMAGE_PROTECTED(ErrorKind.FORBIDDEN),
    /** Visible, but somebody else's. */
    IMAGE_NOT_YOURS(ErrorKind.FORBIDDEN),
    ATTRIBUTE_READ_ONLY(ErrorKind.FORBIDDEN),
    ATTRIBUTE_INVALID(ErrorKind.BAD_REQUEST),
    /** The bytes are not what was declared, or are not safe. */
    IMAGE_REFUSED(ErrorKind.BAD_REQUEST),
    /** Deleted while its bytes came in. */
    IMAGE_GONE(ErrorKind.GONE),
    /** Over a limit of bytes or images; Glance answers 413. */
    STORAGE_QUOTA(ErrorKind.TOO_LARGE),
    IMAGE_EXISTS(ErrorKind.CONFLICT),
    MEMBER_EXISTS(ErrorKind.CONFLICT),
    STORE_FAILED(ErrorKind.UNAVAILABLE),
    IMAGE_DEACTIVATED(ErrorKind.FORBIDDEN),
    UPLOAD_BROKEN_OFF(ErrorKind.BAD_REQUEST),
    /** Only active images are deactivated, only deactivated ones reactivated; Glance answers 403. */
    ACTIVATION_NOT_ALLOWED(ErrorKind.FORBIDDEN);

    private final ErrorKind kind;

    ImageError(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }
}
