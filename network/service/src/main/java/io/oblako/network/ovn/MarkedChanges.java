package io.oblako.network.ovn;

import io.oblako.kernel.tx.Transactions;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.domain.router.Router;
import io.oblako.network.domain.security.SecurityGroup;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.inject.Inject;
import java.util.UUID;

/** Marks, in the transaction of each change, what must be compiled again. */
@Decorator
@Priority(10)
class MarkedChanges implements Changes {

    private final Changes next;
    private final Marks marks;
    private final Transactions transactions;
    private final Wake wake;
    private final Plane plane;

    @Inject
    MarkedChanges(@Delegate Changes next, Marks marks, Transactions transactions, Wake wake, Plane plane) {
        this.next = next;
        this.marks = marks;
        this.transactions = transactions;
        this.wake = wake;
        this.plane = plane;
    }

    private void mark(Kind kind, UUID id) {
        if (plane.there()) {
            marks.add(Unit.of(kind, id));
            transactions.afterCommit(wake::poke);
        }
    }

    @Override
    public void changed(Network network) {
        next.changed(network);
        mark(Kind.NETWORK, network.id());
    }

    @Override
    public void changed(Subnet subnet) {
        next.changed(subnet);
        mark(Kind.SUBNET, subnet.id());
    }

    @Override
    public void changed(Port port) {
        next.changed(port);
        mark(Kind.PORT, port.id());
    }

    @Override
    public void changed(SecurityGroup group) {
        next.changed(group);
        mark(Kind.SECURITY_GROUP, group.id());
    }

    @Override
    public void changed(Router router) {
        next.changed(router);
        mark(Kind.ROUTER, router.id());
    }

    @Override
    public void changed(FloatingIp floatingIp) {
        next.changed(floatingIp);
        mark(Kind.FLOATING_IP, floatingIp.id());
    }

    @Override
    public void changed(Kind kind, UUID id) {
        next.changed(kind, id);
        mark(kind, id);
    }

    @Override
    public void gone(Kind kind, UUID id) {
        next.gone(kind, id);
        mark(kind, id);
    }
}
