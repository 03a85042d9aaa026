package io.oblako.identity.api;

import io.oblako.identity.domain.catalog.Endpoint;
import io.oblako.identity.domain.catalog.Region;
import io.oblako.identity.domain.catalog.Service;
import java.util.LinkedHashMap;
import java.util.Map;

/** Regions, services and endpoints as Keystone shows them. */
final class CatalogViews {

    private CatalogViews() {}

    static Map<String, Object> region(Region region, Links links) {
        Map<String, Object> view = new LinkedHashMap<>(region.extra());
        view.put("id", region.id());
        view.put("description", region.description());
        view.put("parent_region_id", region.parentRegionId());
        view.put("links", links.self("/regions/" + region.id()));
        return view;
    }

    static Map<String, Object> service(Service service, Links links) {
        Map<String, Object> view = new LinkedHashMap<>(service.extra());
        view.put("id", service.id());
        view.put("type", service.type());
        view.put("name", service.name());
        view.put("description", service.description());
        view.put("enabled", service.enabled());
        view.put("links", links.self("/services/" + service.id()));
        return view;
    }

    static Map<String, Object> endpoint(Endpoint endpoint, Links links) {
        Map<String, Object> view = new LinkedHashMap<>(endpoint.extra());
        view.put("id", endpoint.id());
        view.put("service_id", endpoint.serviceId());
        view.put("region_id", endpoint.regionId());
        view.put("region", endpoint.regionId());
        view.put("interface", endpoint.face());
        view.put("url", endpoint.url());
        view.put("enabled", endpoint.enabled());
        view.put("links", links.self("/endpoints/" + endpoint.id()));
        return view;
    }
}
