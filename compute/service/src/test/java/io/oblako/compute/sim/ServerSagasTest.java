package io.oblako.compute.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.compute.domain.saga.ComputeSagas;
import io.oblako.compute.domain.server.PowerState;
import io.oblako.compute.domain.server.ServerOrder;
import io.oblako.compute.domain.server.VmState;
import io.oblako.kernel.saga.Saga;
import io.oblako.testing.saga.SagaSuite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Design R4: every saga of compute is failed, repeated, killed, cancelled and kept waiting at each of its steps. */
class ServerSagasTest {

    private static final Map<String, Supplier<ServerWorld>> WORLDS = worlds();

    private static Map<String, Supplier<ServerWorld>> worlds() {
        Map<String, Supplier<ServerWorld>> worlds = new LinkedHashMap<>();
        worlds.put("boot-server", () -> new ServerWorld(VmState.BUILDING, PowerState.NOSTATE, null));
        worlds.put("start-server", () -> stopped(new ServerOrder.Start()));
        worlds.put("stop-server", () -> active(new ServerOrder.Stop()));
        worlds.put("reboot-server", () -> active(new ServerOrder.HardReboot()));
        worlds.put("pause-server", () -> active(new ServerOrder.Pause()));
        worlds.put(
                "unpause-server", () -> new ServerWorld(VmState.PAUSED, PowerState.PAUSED, new ServerOrder.Unpause()));
        worlds.put("suspend-server", () -> active(new ServerOrder.Suspend()));
        worlds.put(
                "resume-server",
                () -> new ServerWorld(VmState.SUSPENDED, PowerState.SUSPENDED, new ServerOrder.Resume()));
        worlds.put("rebuild-server", () -> active(ServerWorld.rebuild()));
        worlds.put("resize-server", () -> active(new ServerOrder.Resize(ServerWorld.LARGE, null)));
        worlds.put(
                "revert-resize",
                () -> new ServerWorld(VmState.RESIZED, PowerState.RUNNING, new ServerOrder.RevertResize()));
        worlds.put("create-image", () -> active(new ServerOrder.CreateImage(new UUID(5, 5), "snap", Map.of())));
        worlds.put("attach-interface", () -> active(ServerWorld.attach()));
        worlds.put("detach-interface", () -> active(ServerWorld.detach()));
        worlds.put("delete-server", () -> active(new ServerOrder.Delete()));
        return worlds;
    }

    private static ServerWorld active(ServerOrder order) {
        return new ServerWorld(VmState.ACTIVE, PowerState.RUNNING, order);
    }

    private static ServerWorld stopped(ServerOrder order) {
        return new ServerWorld(VmState.STOPPED, PowerState.SHUTDOWN, order);
    }

    @BeforeAll
    static void quiet() {
        Logger.getLogger("io.oblako.kernel.saga").setLevel(Level.OFF);
    }

    @TestFactory
    Stream<DynamicContainer> everySagaStandsEverything() {
        return WORLDS.entrySet().stream()
                .map(entry -> DynamicContainer.dynamicContainer(entry.getKey(), SagaSuite.of(entry.getValue())));
    }

    @Test
    void noSagaIsForgotten() {
        List<String> known = new ArrayList<>();
        ComputeSagas sagas = active(new ServerOrder.Stop()).sagas();
        for (Saga<?> saga : sagas.all()) {
            known.add(saga.name());
        }
        assertThat(WORLDS.keySet()).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void eachWorldIsAboutTheSagaItIsNamedAfter() {
        WORLDS.forEach((name, world) -> assertThat(world.get().saga().name()).isEqualTo(name));
    }
}
