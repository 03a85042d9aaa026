package io.oblako.identity.persistence;

import io.oblako.identity.domain.IdentityError;
import io.oblako.identity.domain.catalog.CatalogStore;
import io.oblako.identity.domain.catalog.Endpoint;
import io.oblako.identity.domain.catalog.Region;
import io.oblako.identity.domain.catalog.Service;
import io.oblako.kernel.error.CloudException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** {@link CatalogStore} in the tables {@code region}, {@code service} and {@code endpoint}. */
public final class PostgresCatalog implements CatalogStore {

    private final Sql sql;

    public PostgresCatalog(DataSource database) {
        this.sql = new Sql(database);
    }

    @Override
    public List<Region> regions() {
        return sql.list("select * from region order by id limit ?", PostgresCatalog::readRegion, MAX_LIST);
    }

    @Override
    public Optional<Region> region(String id) {
        return sql.one("select * from region where id = ?", PostgresCatalog::readRegion, id);
    }

    @Override
    public void addRegion(Region region) {
        sql.updateNamed(
                "region",
                region.id(),
                "insert into region (id, parent_region_id, description, extra) values (?, ?, ?, ?)",
                region.id(),
                region.parentRegionId(),
                region.description(),
                Extra.text(region.extra()));
    }

    @Override
    public void saveRegion(Region region) {
        sql.update(
                "update region set parent_region_id = ?, description = ?, extra = ? where id = ?",
                region.parentRegionId(),
                region.description(),
                Extra.text(region.extra()),
                region.id());
    }

    @Override
    public void removeRegion(String id) {
        boolean used = sql.one(
                        "select 1 from endpoint where region_id = ? union select 1 from region"
                                + " where parent_region_id = ?",
                        row -> row.getInt(1),
                        id,
                        id)
                .isPresent();
        if (used) {
            throw new CloudException(
                    IdentityError.STILL_USED,
                    "Unable to delete region %s because it or its child regions have associated endpoints."
                            .formatted(id));
        }
        sql.update("delete from region where id = ?", id);
    }

    @Override
    public List<Service> services() {
        return sql.list("select * from service order by type, id limit ?", PostgresCatalog::readService, MAX_LIST);
    }

    @Override
    public Optional<Service> service(String id) {
        return sql.one("select * from service where id = ?", PostgresCatalog::readService, id);
    }

    @Override
    public void addService(Service service) {
        sql.updateNamed(
                "service",
                service.name(),
                "insert into service (id, type, name, description, enabled, extra) values (?, ?, ?, ?, ?, ?)",
                service.id(),
                service.type(),
                service.name(),
                service.description(),
                service.enabled(),
                Extra.text(service.extra()));
    }

    @Override
    public void saveService(Service service) {
        sql.update(
                "update service set type = ?, name = ?, description = ?, enabled = ?, extra = ? where id = ?",
                service.type(),
                service.name(),
                service.description(),
                service.enabled(),
                Extra.text(service.extra()),
                service.id());
    }

    @Override
    public void removeService(String id) {
        sql.update("delete from service where id = ?", id);
    }

    @Override
    public List<Endpoint> endpoints() {
        return sql.list(
                "select * from endpoint order by service_id, interface desc, id limit ?",
                PostgresCatalog::readEndpoint,
                MAX_LIST);
    }

    @Override
    public Optional<Endpoint> endpoint(String id) {
        return sql.one("select * from endpoint where id = ?", PostgresCatalog::readEndpoint, id);
    }

    @Override
    public void addEndpoint(Endpoint endpoint) {
        sql.updateNamed(
                "endpoint",
                endpoint.id(),
                "insert into endpoint (id, service_id, region_id, interface, url, enabled, extra)"
                        + " values (?, ?, ?, ?, ?, ?, ?)",
                endpoint.id(),
                endpoint.serviceId(),
                endpoint.regionId(),
                endpoint.face(),
                endpoint.url(),
                endpoint.enabled(),
                Extra.text(endpoint.extra()));
    }

    @Override
    public void saveEndpoint(Endpoint endpoint) {
        sql.update(
                "update endpoint set service_id = ?, region_id = ?, interface = ?, url = ?, enabled = ?, extra = ?"
                        + " where id = ?",
                endpoint.serviceId(),
                endpoint.regionId(),
                endpoint.face(),
                endpoint.url(),
                endpoint.enabled(),
                Extra.text(endpoint.extra()),
                endpoint.id());
    }

    @Override
    public void removeEndpoint(String id) {
        sql.update("delete from endpoint where id = ?", id);
    }

    private static Region readRegion(ResultSet row) throws SQLException {
        return new Region(
                row.getString("id"),
                row.getString("parent_region_id"),
                row.getString("description"),
                Extra.read(row.getString("extra")));
    }

    private static Service readService(ResultSet row) throws SQLException {
        return new Service(
                row.getString("id"),
                row.getString("type"),
                row.getString("name"),
                row.getString("description"),
                row.getBoolean("enabled"),
                Extra.read(row.getString("extra")));
    }

    private static Endpoint readEndpoint(ResultSet row) throws SQLException {
        return new Endpoint(
                row.getString("id"),
                row.getString("service_id"),
                row.getString("region_id"),
                row.getString("interface"),
                row.getString("url"),
                row.getBoolean("enabled"),
                Extra.read(row.getString("extra")));
    }
}
