package io.oblako.compute.persistence;

import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.flavor.Flavors;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.page.Page;
import io.oblako.kernel.page.PageRequest;
import io.oblako.kernel.page.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Flavors in PostgreSQL. There are few, so lists are filtered there and put in order here. */
@ApplicationScoped
class PostgresFlavors implements Flavors {

    private static final String NO_PROJECT = "";

    private final FlavorRows rows;

    PostgresFlavors(FlavorRows rows) {
        this.rows = rows;
    }

    @Override
    public Optional<Flavor> find(String id) {
        return rows.find(id).map(FlavorRow::toDomain);
    }

    @Override
    public Optional<Flavor> findFor(ProjectId project, String id) {
        return find(id).filter(flavor ->
                !flavor.disabled() && (flavor.isPublic() || rows.countAccess(id, project.value()) > 0));
    }

    @Override
    public Page<Flavor> list(Filter filter, PageRequest page) {
        Boolean isPublic = filter.isPublic();
        ProjectId reader = filter.orAccessibleTo();
        List<Flavor> all = rows
                .matching(
                        isPublic == null,
                        isPublic != null && isPublic,
                        reader == null ? NO_PROJECT : reader.value(),
                        filter.minRamMib(),
                        filter.minDiskGib(),
                        filter.withDisabled())
                .stream()
                .map(FlavorRow::toDomain)
                .sorted(order(page.sort()))
                .toList();
        int from = page.marker() == null ? 0 : after(all, page.marker());
        return Page.ofOneMore(all.subList(from, Math.min(all.size(), from + page.limit() + 1)), page.limit());
    }

    private static int after(List<Flavor> all, String marker) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).id().equals(marker)) {
                return i + 1;
            }
        }
        throw CloudException.badRequest("marker [%s] not found".formatted(marker.length() > 64 ? "…" : marker));
    }

    private static Comparator<Flavor> order(List<Sort> sort) {
        Comparator<Flavor> byId = Comparator.comparing(Flavor::id);
        return sort.stream()
                .map(PostgresFlavors::by)
                .reduce(Comparator::thenComparing)
                .map(order -> order.thenComparing(byId))
                .orElse(byId);
    }

    private static Comparator<Flavor> by(Sort sort) {
        Comparator<Flavor> ascending = switch (sort.key()) {
            case "name" -> Comparator.comparing(Flavor::name);
            case "memory_mb" -> Comparator.comparingInt(Flavor::ramMib);
            case "vcpus" -> Comparator.comparingInt(Flavor::vcpus);
            case "root_gb" -> Comparator.comparingInt(Flavor::diskGib);
            case "ephemeral_gb" -> Comparator.comparingInt(Flavor::ephemeralGib);
            case "swap" -> Comparator.comparingInt(Flavor::swapMib);
            case "rxtx_factor" -> Comparator.comparingDouble(Flavor::rxtxFactor);
            case "is_public" -> Comparator.comparing(Flavor::isPublic);
            case "disabled" -> Comparator.comparing(Flavor::disabled);
            case "created_at" -> Comparator.comparing(Flavor::createdAt);
            default -> Comparator.comparing(Flavor::id);
        };
        return sort.ascending() ? ascending : ascending.reversed();
    }

    @Override
    public void add(Flavor flavor) {
        if (rows.find(flavor.id()).isPresent()) {
            throw CloudException.conflict("Flavor with ID %s already exists.".formatted(flavor.id()));
        }
        if (rows.named(flavor.name()).isPresent()) {
            throw CloudException.conflict("Flavor with name %s already exists.".formatted(flavor.name()));
        }
        if (rows.countAll() >= MAX_FLAVORS) {
            throw CloudException.conflict("There are %d flavors: delete some first.".formatted(MAX_FLAVORS));
        }
        rows.insert(FlavorRow.of(flavor));
    }

    @Override
    public void save(Flavor flavor) {
        rows.update(FlavorRow.of(flavor));
    }

    @Override
    public boolean remove(String id) {
        return rows.remove(id) > 0;
    }

    @Override
    public Set<String> access(String id) {
        return new TreeSet<>(rows.projects(id));
    }

    @Override
    public boolean grant(String id, ProjectId project) {
        if (rows.countAccess(id, project.value()) > 0) {
            return false;
        }
        rows.insertAccess(FlavorAccessRow.of(id, project.value()));
        return true;
    }

    @Override
    public boolean revoke(String id, ProjectId project) {
        return rows.removeAccess(id, project.value()) > 0;
    }
}
