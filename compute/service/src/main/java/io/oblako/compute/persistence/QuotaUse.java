package io.oblako.compute.persistence;

import io.oblako.compute.domain.quota.Claim;

/** What is added to a project's usage; negative where it is given back. */
record QuotaUse(long instances, long cores, long ramMib) {

    static final QuotaUse NOTHING = new QuotaUse(0, 0, 0);

    static QuotaUse of(Claim claim, int servers) {
        return new QuotaUse(servers, (long) claim.cores() * servers, (long) claim.ramMib() * servers);
    }

    QuotaUse to(QuotaUse other) {
        return new QuotaUse(other.instances - instances, other.cores - cores, other.ramMib - ramMib);
    }
}
