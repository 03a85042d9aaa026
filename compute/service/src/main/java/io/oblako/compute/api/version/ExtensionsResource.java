package io.oblako.compute.api.version;

import io.oblako.compute.api.view.JsonOut;
import io.oblako.kernel.error.CloudException;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** The extensions of old: all are part of v2.1 now, but old clients look here for what a cloud can do. */
@Path("/v2.1/extensions")
@RunOnVirtualThread
public class ExtensionsResource {

    private static final List<String> ALIASES = List.of(
            "NMN",
            "OS-DCF",
            "OS-EXT-AZ",
            "OS-EXT-SRV-ATTR",
            "OS-EXT-STS",
            "OS-FLV-DISABLED",
            "OS-FLV-EXT-DATA",
            "OS-SCH-HNT",
            "OS-SRV-USG",
            "flavors",
            "image-metadata",
            "image-size",
            "images",
            "limits",
            "os-admin-actions",
            "os-availability-zone",
            "os-config-drive",
            "os-console-output",
            "os-deferred-delete",
            "os-extended-availability-zone",
            "os-extended-server-attributes",
            "os-extended-status",
            "os-flavor-access",
            "os-flavor-extra-specs",
            "os-flavor-manage",
            "os-flavor-rxtx",
            "os-hypervisors",
            "os-instance-actions",
            "os-keypairs",
            "os-multiple-create",
            "os-pause-server",
            "os-quota-class-sets",
            "os-quota-sets",
            "os-scheduler-hints",
            "os-server-usage",
            "os-services",
            "os-simple-tenant-usage",
            "os-suspend-server",
            "os-user-data",
            "os-used-limits",
            "server-metadata",
            "servers",
            "versions");

    @GET
    @Operation("compute:extensions:list")
    public Response list() {
        return JsonOut.document(out -> out.objects("extensions", ALIASES, ExtensionsResource::extension))
                .ok();
    }

    @GET
    @Path("{alias}")
    @Operation("compute:extensions:show")
    public Response show(@PathParam("alias") String alias) {
        if (!ALIASES.contains(alias)) {
            throw CloudException.notFound("Extension with that alias could not be found.");
        }
        return JsonOut.document(out -> out.object("extension", extension -> extension(extension, alias)))
                .ok();
    }

    private static void extension(JsonOut out, String alias) {
        out.text("name", alias)
                .text("alias", alias)
                .text("description", alias + " of the compute API, part of v2.1.")
                .text("namespace", "http://docs.openstack.org/compute/ext/fake_xml")
                .text("updated", "2014-12-03T00:00:00Z")
                .objects("links", List.of(), (link, none) -> {});
    }
}
