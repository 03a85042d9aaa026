package io.oblako.compute.wiring;

import io.oblako.compute.domain.console.ConsoleGrants;
import io.oblako.compute.domain.console.RemoteConsoles;
import io.oblako.compute.domain.image.DeleteImage;
import io.oblako.compute.domain.image.Images;
import io.oblako.compute.domain.project.Projects;
import io.oblako.compute.domain.project.RequireProject;
import io.oblako.compute.domain.schedule.ExplainPlacement;
import io.oblako.compute.domain.schedule.PlacementExplanations;
import io.oblako.compute.domain.server.ConfirmResize;
import io.oblako.compute.domain.server.ConsoleOutput;
import io.oblako.compute.domain.server.Consoles;
import io.oblako.compute.domain.server.DeleteServer;
import io.oblako.compute.domain.server.FindServer;
import io.oblako.compute.domain.server.LockServer;
import io.oblako.compute.domain.server.PauseServer;
import io.oblako.compute.domain.server.RebootServer;
import io.oblako.compute.domain.server.ResetState;
import io.oblako.compute.domain.server.ResizeServer;
import io.oblako.compute.domain.server.RevertResize;
import io.oblako.compute.domain.server.ServerOperations;
import io.oblako.compute.domain.server.StartServer;
import io.oblako.compute.domain.server.StopServer;
import io.oblako.compute.domain.server.SuspendServer;
import io.oblako.compute.domain.snapshot.CreateImageOfServer;
import io.oblako.compute.domain.snapshot.ImageOrders;
import io.oblako.kernel.token.Revocations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;

/** Makes the use cases of servers that exist. */
@ApplicationScoped
class UseCaseWiring {

    @Produces
    @Singleton
    static StartServer start(ServerOperations operations) {
        return new StartServer(operations);
    }

    @Produces
    @Singleton
    static StopServer stop(ServerOperations operations) {
        return new StopServer(operations);
    }

    @Produces
    @Singleton
    static RebootServer reboot(ServerOperations operations) {
        return new RebootServer(operations);
    }

    @Produces
    @Singleton
    static PauseServer pause(ServerOperations operations) {
        return new PauseServer(operations);
    }

    @Produces
    @Singleton
    static SuspendServer suspend(ServerOperations operations) {
        return new SuspendServer(operations);
    }

    @Produces
    @Singleton
    static LockServer lock(ServerOperations operations) {
        return new LockServer(operations);
    }

    @Produces
    @Singleton
    static ResetState resetState(ServerOperations operations) {
        return new ResetState(operations);
    }

    @Produces
    @Singleton
    static DeleteServer delete(ServerOperations operations) {
        return new DeleteServer(operations);
    }

    @Produces
    @Singleton
    static ResizeServer resize(ServerOperations operations) {
        return new ResizeServer(operations);
    }

    @Produces
    @Singleton
    static ConfirmResize confirm(ServerOperations operations) {
        return new ConfirmResize(operations);
    }

    @Produces
    @Singleton
    static RevertResize revert(ServerOperations operations) {
        return new RevertResize(operations);
    }

    @Produces
    @Singleton
    static DeleteImage deleteImage(Images images, ImageOrders orders) {
        return new DeleteImage(images, orders);
    }

    @Produces
    @Singleton
    static RequireProject requireProject(Projects projects) {
        return new RequireProject(projects);
    }

    @Produces
    @Singleton
    static CreateImageOfServer createImage(ServerOperations operations) {
        return new CreateImageOfServer(operations, UUID::randomUUID);
    }

    @Produces
    @Singleton
    static ExplainPlacement explain(FindServer find, PlacementExplanations explanations) {
        return new ExplainPlacement(find, explanations);
    }

    @Produces
    @Singleton
    static RemoteConsoles remoteConsoles(FindServer find, ConsoleGrants grants, Revocations revocations, Clock clock) {
        return new RemoteConsoles(find, grants, revocations, clock);
    }

    @Produces
    @Singleton
    static ConsoleOutput console(FindServer find, Consoles consoles) {
        return new ConsoleOutput(find, consoles);
    }
}
