package io.oblako.identity.domain.project;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which projects a list shows; absent means any.
 *
 * @param names comparisons of the name, all of which must hold
 * @param ids when present, only these
 * @param tags all of these
 * @param tagsAny at least one of these
 * @param notTags not all of these
 * @param notTagsAny none of these
 */
public record ProjectFilter(
        List<TextMatch> names,
        @Nullable String domainId,
        @Nullable String parentId,
        @Nullable Boolean enabled,
        boolean domains,
        @Nullable Set<String> ids,
        List<String> tags,
        List<String> tagsAny,
        List<String> notTags,
        List<String> notTagsAny) {

    public static ProjectFilter allDomains() {
        return new ProjectFilter(List.of(), null, null, null, true, null, List.of(), List.of(), List.of(), List.of());
    }

    public static ProjectFilter ofDomain(String domainId) {
        return new ProjectFilter(
                List.of(), domainId, null, null, false, null, List.of(), List.of(), List.of(), List.of());
    }

    public static ProjectFilter among(Set<String> ids, boolean domains) {
        return new ProjectFilter(List.of(), null, null, null, domains, ids, List.of(), List.of(), List.of(), List.of());
    }

    public ProjectFilter only(Set<String> those) {
        return new ProjectFilter(
                names, domainId, parentId, enabled, domains, those, tags, tagsAny, notTags, notTagsAny);
    }
}
