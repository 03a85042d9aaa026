package io.oblako.compute.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.error.CloudException;

/**
 * What a value of a request must look like. Schemas are constants: immutable, made once, used by all threads. Their
 * messages are those of Nova, which clients and tests know.
 *
 * @see <a href="https://docs.openstack.org/nova/latest/contributor/api.html">Nova: request validation</a>
 */
@FunctionalInterface
public interface Schema {

    /**
     * Checks a value.
     *
     * @param field name of the field, for the message
     * @param minor the microversion of the request is 2.minor: fields come and go with it
     * @throws CloudException INVALID_REQUEST that names the field, the value and the rule
     */
    void check(String field, JsonNode value, int minor);

    /** This schema, or null. Without it, a null in an object counts as an absent field, and elsewhere is refused. */
    default Schema orNull() {
        Schema inner = this;
        return new OrNull(inner);
    }

    /** Anything at all; Nova takes any value for most actions without arguments. */
    static Schema anything() {
        return (field, value, minor) -> {};
    }

    /** Marks a schema that wants to see nulls. */
    record OrNull(Schema inner) implements Schema {
        @Override
        public void check(String field, JsonNode value, int minor) {
            if (!value.isNull()) {
                inner.check(field, value, minor);
            }
        }
    }
}
