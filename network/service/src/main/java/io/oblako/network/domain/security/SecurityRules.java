package io.oblako.network.domain.security;

import io.oblako.network.domain.Catalog;

/** All rules of security groups there are. */
public interface SecurityRules extends Catalog<SecurityRule> {}
