package io.oblako.web.config;

/**
 * What a service is called: each service offers one as a CDI bean.
 *
 * @param name {@code identity}, {@code image}, {@code compute}: in topics, metrics and audit records
 * @param type the service type in the catalog and in access rules, for example {@code compute}
 */
public record ServiceName(String name, String type) {}
