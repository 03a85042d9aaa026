package io.oblako.compute.domain.server;

import io.oblako.kernel.page.Page;
import io.oblako.kernel.page.PageRequest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The servers as committed. Every method joins the transaction of the calling thread. Ids alone say nothing of who may
 * see a server: the edge goes through {@link FindServer}.
 */
public interface Servers {

    /** Keys that {@link #page} sorts by, in Nova's spelling; {@code uuid} is always added last. */
    List<String> SORT_KEYS = List.of(
            "created_at",
            "updated_at",
            "launched_at",
            "terminated_at",
            "display_name",
            "display_description",
            "hostname",
            "host",
            "node",
            "uuid",
            "vm_state",
            "task_state",
            "power_state",
            "user_id",
            "project_id",
            "image_ref",
            "instance_type_id",
            "availability_zone",
            "key_name",
            "launch_index",
            "locked",
            "progress",
            "access_ip_v4",
            "access_ip_v6",
            "config_drive");

    /** Deleted ones too, as long as they are remembered. */
    Optional<Server> find(UUID id);

    /** In the order asked for; nulls last. The marker is a server's id; an unknown one is a bad request. */
    Page<Server> page(ServerQuery query, PageRequest request);

    /** At most 1000: those on a host that are not deleted, or deleted and not yet confirmed gone. */
    List<Server> onHost(String node);

    /** Those that are not deleted and have one of the ports as an interface, at most 1000, in no order. */
    List<Server> withPorts(Collection<UUID> ports);

    void add(List<Server> servers);

    /**
     * Writes a changed server.
     *
     * @return false when another writer came first: the row does not have the generation before the server's own
     */
    boolean save(Server changed);
}
