package io.oblako.compute.persistence;

import com.fasterxml.jackson.core.type.TypeReference;
import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.network.Nic;
import io.oblako.compute.domain.server.BootImage;
import io.oblako.compute.domain.server.Fault;
import io.oblako.compute.domain.server.PowerState;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.ServerLock;
import io.oblako.compute.domain.server.ServerRequest;
import io.oblako.compute.domain.server.TaskState;
import io.oblako.compute.domain.server.VmState;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.id.UserId;
import io.oblako.kernel.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Between a server and its row. A column is named in three places, all of them here. */
final class ServerMapping {

    static final String INSERT = """
            insert into server (id, project_id, user_id, reservation_id, launch_index, config_drive,
                requested_zone, forced_host, created_at,
                name, description, hostname, metadata, tags, access_ip_v4, access_ip_v6, disk_auto,
                flavor, old_flavor, flavor_id, flavor_name, vcpus, ram_mib, disk_gib,
                image, image_id, key, key_name, sealed_secrets,
                vm_state, task_state, work, power_state, progress, fault, lock, node, zone, epoch,
                disk_generation, soft_reboots, hard_reboots, nics, updated_at, launched_at, deleted_at, generation)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?,
                ?, ?, ?, ?::jsonb, ?, ?, ?, ?,
                ?::json, ?::json, ?, ?, ?, ?, ?,
                ?::json, ?, ?::json, ?, ?,
                ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?,
                ?, ?, ?, ?::json, ?, ?, ?, ?)""";

    static final String UPDATE = """
            update server set name = ?, description = ?, hostname = ?, metadata = ?::jsonb, tags = ?,
                access_ip_v4 = ?, access_ip_v6 = ?, disk_auto = ?,
                flavor = ?::json, old_flavor = ?::json, flavor_id = ?, flavor_name = ?, vcpus = ?, ram_mib = ?,
                disk_gib = ?, image = ?::json, image_id = ?, key = ?::json, key_name = ?, sealed_secrets = ?,
                vm_state = ?, task_state = ?, work = ?, power_state = ?, progress = ?, fault = ?::jsonb,
                lock = ?::jsonb, node = ?, zone = ?, epoch = ?, disk_generation = ?, soft_reboots = ?,
                hard_reboots = ?, nics = ?::json, updated_at = ?, launched_at = ?, deleted_at = ?, generation = ?
            where id = ? and generation = ?""";

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<List<Nic>> NICS = new TypeReference<>() {};

    private final Interned<Flavor> flavors = new Interned<>(Flavor.class);
    private final Interned<BootImage> images = new Interned<>(BootImage.class);
    private final Interned<ServerRequest.Key> keys = new Interned<>(ServerRequest.Key.class);

    static void bindNew(Sql.Parameters to, Server server) throws SQLException {
        to.id(server.id()).text(server.project().value()).text(server.user().value());
        to.text(server.machine().reservationId()).number(server.machine().launchIndex());
        to.flag(server.machine().configDrive());
        to.text(server.placement().requestedZone()).text(server.placement().forcedHost());
        to.time(server.times().created());
        bindChanging(to, server);
    }

    static void bindChange(Sql.Parameters to, Server server) throws SQLException {
        bindChanging(to, server);
        to.id(server.id()).number(server.generation() - 1);
    }

    private static void bindChanging(Sql.Parameters to, Server server) throws SQLException {
        Server.Details details = server.details();
        to.text(details.name()).text(details.description()).text(details.hostname());
        to.json(details.metadata())
                .texts(details.tags())
                .text(details.accessIpV4())
                .text(details.accessIpV6())
                .flag(details.diskAuto());
        Server.Machine machine = server.machine();
        Flavor flavor = machine.flavor();
        to.json(flavor).json(machine.oldFlavor()).text(flavor.id()).text(flavor.name());
        to.number(flavor.vcpus()).number(flavor.ramMib()).number(flavor.diskGib() + flavor.ephemeralGib());
        to.json(machine.image()).id(machine.image().id());
        to.json(machine.key()).text(machine.keyName()).text(machine.sealedSecrets());
        Server.State state = server.state();
        to.text(state.vm().name())
                .text(state.task() == null ? null : state.task().name())
                .id(state.work());
        to.text(state.power().name())
                .number(state.progress())
                .json(state.fault())
                .json(state.lock());
        Server.Placement place = server.placement();
        to.text(place.node()).text(place.zone()).number(place.epoch());
        Server.Counters counters = server.counters();
        to.number(counters.disk()).number(counters.softReboots()).number(counters.hardReboots());
        to.json(machine.nics());
        Server.Times times = server.times();
        to.time(times.updated()).time(times.launched()).time(times.deleted()).number(server.generation());
    }

    Server read(ResultSet row) throws SQLException {
        return new Server(
                row.getObject("id", UUID.class),
                ProjectId.of(row.getString("project_id")),
                UserId.of(row.getString("user_id")),
                details(row),
                machine(row),
                state(row),
                new Server.Placement(
                        row.getString("requested_zone"),
                        row.getString("forced_host"),
                        row.getString("node"),
                        row.getString("zone"),
                        row.getLong("epoch")),
                new Server.Counters(
                        row.getLong("disk_generation"), row.getLong("soft_reboots"), row.getLong("hard_reboots")),
                new Server.Times(
                        Sql.when(row, "created_at"),
                        Sql.when(row, "updated_at"),
                        Sql.time(row, "launched_at"),
                        Sql.time(row, "deleted_at")),
                row.getLong("generation"));
    }

    private static Server.Details details(ResultSet row) throws SQLException {
        return new Server.Details(
                row.getString("name"),
                row.getString("description"),
                row.getString("hostname"),
                texts(row.getString("metadata")),
                tags(row.getArray("tags")),
                row.getString("access_ip_v4"),
                row.getString("access_ip_v6"),
                row.getBoolean("disk_auto"));
    }

    private static Set<String> tags(Array tags) throws SQLException {
        return Set.of((String[]) tags.getArray());
    }

    private static List<Nic> nics(String json) {
        if (json.equals("[]")) {
            return List.of();
        }
        try {
            return Json.shared().readValue(json, NICS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> texts(String json) {
        if (json.equals("{}")) {
            return Map.of();
        }
        try {
            return Json.shared().readValue(json, TEXTS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Server.Machine machine(ResultSet row) throws SQLException {
        String old = row.getString("old_flavor");
        String key = row.getString("key");
        return new Server.Machine(
                flavors.of(row.getString("flavor")),
                old == null ? null : flavors.of(old),
                images.of(row.getString("image")),
                key == null ? null : keys.of(key),
                row.getBoolean("config_drive"),
                row.getString("sealed_secrets"),
                row.getString("reservation_id"),
                row.getInt("launch_index"),
                nics(row.getString("nics")));
    }

    private static Server.State state(ResultSet row) throws SQLException {
        return new Server.State(
                VmState.valueOf(row.getString("vm_state")),
                task(row.getString("task_state")),
                row.getObject("work", UUID.class),
                PowerState.valueOf(row.getString("power_state")),
                row.getInt("progress"),
                Sql.json(row, "fault", Fault.class),
                Sql.json(row, "lock", ServerLock.class));
    }

    private static @Nullable TaskState task(@Nullable String word) {
        return word == null ? null : TaskState.valueOf(word);
    }
}
