package io.oblako.network.domain;

import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.domain.router.Router;
import io.oblako.network.domain.security.SecurityGroup;
import java.util.UUID;

/**
 * Told of every committed change, in its transaction and after its row was written. Facts for other services are made
 * from it; whoever keeps the data plane in step marks here what must be compiled again.
 */
public interface Changes {

    void changed(Network network);

    /** Ports with addresses of it are changed, too: their facts carry it. */
    void changed(Subnet subnet);

    void changed(Port port);

    void changed(SecurityGroup group);

    void changed(Router router);

    /** The ports that it led to and leads to now are changed, too, by whoever changed it. */
    void changed(FloatingIp floatingIp);

    /** Something that no other service hears of: only the data plane follows. */
    void changed(Kind kind, UUID id);

    void gone(Kind kind, UUID id);
}
