package io.oblako.network.domain.security;

import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Standard;
import java.util.List;

/**
 * Rules that packets from and to its ports must obey; what no rule lets through is dropped.
 *
 * @param stateful whether answers to what a rule let through pass by themselves
 * @param rules oldest first; written by the rules themselves
 */
public record SecurityGroup(Standard standard, boolean stateful, List<SecurityRule> rules)
        implements Resource<SecurityGroup> {

    /** Name of the group that every project has, and that ports are in when nobody names one. */
    public static final String DEFAULT = "default";

    public SecurityGroup {
        rules = List.copyOf(rules);
    }

    @Override
    public SecurityGroup with(Standard next) {
        return new SecurityGroup(next, stateful, rules);
    }

    public SecurityGroup with(List<SecurityRule> next) {
        return new SecurityGroup(standard, stateful, next);
    }

    public boolean isDefault() {
        return standard.name().equals(DEFAULT);
    }
}
