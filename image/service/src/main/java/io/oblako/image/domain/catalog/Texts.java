package io.oblako.image.domain.catalog;

import io.oblako.kernel.error.CloudException;

/** What a caller's text may be before it is kept. */
final class Texts {

    private Texts() {}

    /**
     * Refuses text that is too long, that has control characters, or that is no Unicode text (a lone surrogate).
     *
     * @param what names the field in the fault
     */
    static String check(String what, String text, int maxChars) {
        if (text.codePointCount(0, text.length()) > maxChars) {
            throw new CloudException(
                    ImageError.ATTRIBUTE_INVALID, "%s is longer than %d characters.".formatted(what, maxChars));
        }
        boolean odd = text.codePoints()
                .anyMatch(c -> (Character.isISOControl(c) && c != '\n' && c != '\t')
                        || Character.getType(c) == Character.SURROGATE);
        if (odd) {
            throw new CloudException(
                    ImageError.ATTRIBUTE_INVALID, "%s contains characters that are not allowed.".formatted(what));
        }
        return text;
    }
}
