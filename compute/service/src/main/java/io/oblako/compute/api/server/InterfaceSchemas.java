package io.oblako.compute.api.server;

import static io.oblako.compute.api.schema.Lists.array;
import static io.oblako.compute.api.schema.ObjectSchema.object;

import io.oblako.compute.api.schema.Schema;
import io.oblako.compute.api.schema.Text;
import io.oblako.compute.api.schema.Types;

/** Bodies of requests about interfaces. */
final class InterfaceSchemas {

    static final Schema ATTACH = object().required(
                    "interfaceAttachment",
                    object().optional("net_id", Types.UUID)
                            .optional("port_id", Types.UUID)
                            .optional("fixed_ips", array(object().required("ip_address", Text.of(1, 64)), 1))
                            .optionalSince(49, "tag", Types.TAG));

    private InterfaceSchemas() {}
}
