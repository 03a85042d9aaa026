package io.oblako.web.policy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.token.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The policy of a service: one row per operation, in {@code policy.yaml} of its class path. What has no row is denied.
 */
public final class Policy {

    private final Map<String, Rule> rules;

    public Policy(Map<String, Rule> rules) {
        this.rules = new TreeMap<>(rules);
    }

    /** @throws IllegalStateException when the service has no policy: it must not start */
    public static Policy ofClassPath() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (InputStream yaml = loader.getResourceAsStream("policy.yaml")) {
            if (yaml == null) {
                throw new IllegalStateException("policy.yaml is missing");
            }
            return ofYaml(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException("policy.yaml cannot be read", e);
        }
    }

    /** @throws IOException for an unknown rule, an operation without one, or one that stands there twice */
    static Policy ofYaml(InputStream yaml) throws IOException {
        YAMLMapper strict = YAMLMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        Map<String, Rule> rules = strict.readValue(yaml, new TypeReference<Map<String, Rule>>() {});
        if (rules.containsValue(null)) {
            throw new IOException("an operation has no rule");
        }
        return new Policy(rules);
    }

    /** The rule of an operation; {@link Rule#NOBODY} for one without a row. */
    public Rule rule(String operation) {
        return rules.getOrDefault(operation, Rule.NOBODY);
    }

    /** All rows, by operation. */
    public Map<String, Rule> rows() {
        return Map.copyOf(rules);
    }

    public boolean allows(Caller caller, String operation) {
        return rule(operation).allows(caller);
    }

    /** @throws CloudException NOT_ALLOWED naming the operation */
    public void require(Caller caller, String operation) {
        if (!allows(caller, operation)) {
            throw new CloudException(
                    CommonError.NOT_ALLOWED, "Policy doesn't allow %s to be performed.".formatted(operation));
        }
    }
}
