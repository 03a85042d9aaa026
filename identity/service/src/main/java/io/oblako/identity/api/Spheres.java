package io.oblako.identity.api;

import io.oblako.identity.domain.access.Sphere;
import io.oblako.web.auth.CurrentCaller;
import jakarta.enterprise.context.ApplicationScoped;

/** The sphere of the one who sent the request of this thread. */
@ApplicationScoped
class Spheres {

    private final CurrentCaller caller;

    Spheres(CurrentCaller caller) {
        this.caller = caller;
    }

    Sphere current() {
        return new Sphere(caller.get());
    }
}
