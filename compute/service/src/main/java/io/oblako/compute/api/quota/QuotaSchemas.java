package io.oblako.compute.api.quota;

import static io.oblako.compute.api.schema.ObjectSchema.object;

import io.oblako.compute.api.schema.Body;
import io.oblako.compute.api.schema.ObjectSchema;
import io.oblako.compute.api.schema.Schema;
import io.oblako.compute.api.schema.Types;
import io.oblako.compute.api.schema.Whole;
import io.oblako.compute.domain.quota.Resource;
import java.util.EnumMap;
import java.util.Map;

/** Bodies of requests about quotas. */
final class QuotaSchemas {

    /** -1 is no limit. */
    private static final Whole LIMIT = new Whole(-1, Whole.MAX_INT);

    static final Schema SET = object().required(
                    "quota_set", limits().optional("force", Types.BOOLEAN).optional("tenant_id", Types.PROJECT));
    static final Schema CLASS_SET = object().required(
                    "quota_class_set", limits().optional("id", Types.NAME).optional("class_name", Types.NAME));

    private QuotaSchemas() {}

    private static ObjectSchema limits() {
        ObjectSchema limits = object();
        for (Resource resource : Resource.values()) {
            boolean file = !QuotaView.shown(resource, QuotaView.WITHOUT_FILES);
            limits = file
                    ? limits.optionalUntil(QuotaView.WITHOUT_FILES - 1, resource.word(), LIMIT)
                    : limits.optional(resource.word(), LIMIT);
        }
        for (String word : QuotaView.NETWORKS.keySet()) {
            limits = limits.optionalUntil(QuotaView.WITHOUT_NETWORKS - 1, word, LIMIT);
        }
        return limits;
    }

    static Map<Resource, Integer> read(Body body) {
        Map<Resource, Integer> limits = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            body.whole(resource.word()).ifPresent(limit -> limits.put(resource, limit));
        }
        return limits;
    }
}
