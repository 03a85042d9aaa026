package io.oblako.identity.domain.catalog;

import java.util.List;
import java.util.Optional;

/** Where regions, services and endpoints are kept: few, so lists are whole. */
public interface CatalogStore {

    /** Most rows of each kind. */
    int MAX_LIST = 10_000;

    List<Region> regions();

    Optional<Region> region(String id);

    void addRegion(Region region);

    void saveRegion(Region region);

    /** @throws io.oblako.kernel.error.CloudException STILL_USED while endpoints or regions refer to it */
    void removeRegion(String id);

    List<Service> services();

    Optional<Service> service(String id);

    void addService(Service service);

    void saveService(Service service);

    /** Its endpoints go with it. */
    void removeService(String id);

    List<Endpoint> endpoints();

    Optional<Endpoint> endpoint(String id);

    void addEndpoint(Endpoint endpoint);

    void saveEndpoint(Endpoint endpoint);

    void removeEndpoint(String id);
}
