package io.oblako.image.api;

import io.oblako.image.domain.catalog.ContainerFormat;
import io.oblako.image.domain.catalog.Image;
import io.oblako.image.domain.catalog.ImageData;
import io.oblako.image.domain.catalog.ImageData.Digests;
import io.oblako.image.domain.catalog.Member;
import io.oblako.image.inspect.DiskFormat;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Images and members as Glance v2 spells them. */
final class ImageView {

    private ImageView() {}

    /**
     * One image. Free properties stand beside the base attributes, which win over a property of the same name; no such
     * property can be set.
     *
     * @see <a href="https://docs.openstack.org/api-ref/image/v2/#show-image">Glance: show image</a>
     */
    static Map<String, @Nullable Object> of(Image image) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>(image.properties());
        DiskFormat disk = image.diskFormat();
        ContainerFormat container = image.containerFormat();
        Digests digests = image.stored().map(ImageData::digests).orElse(null);
        String self = "/v2/images/" + image.id();
        view.put("id", image.id().toString());
        view.put("name", image.name());
        view.put("status", image.status().glanceName());
        view.put("visibility", image.visibility().glanceName());
        view.put("owner", image.owner().value());
        view.put("disk_format", disk == null ? null : disk.glanceName());
        view.put("container_format", container == null ? null : container.glanceName());
        view.put("size", image.stored().map(ImageData::bytes).orElse(null));
        view.put("virtual_size", image.stored().map(ImageData::virtualBytes).orElse(null));
        view.put("checksum", digests == null ? null : digests.md5());
        view.put("os_hash_algo", digests == null ? null : "sha512");
        view.put("os_hash_value", digests == null ? null : digests.sha512());
        view.put("min_disk", image.minDiskGib());
        view.put("min_ram", image.minRamMib());
        view.put("protected", image.isProtected());
        view.put("os_hidden", image.hidden());
        view.put("tags", image.tags());
        view.put("created_at", time(image.createdAt()));
        view.put("updated_at", time(image.updatedAt()));
        if (image.fault() != null) {
            view.put("os_fault", image.fault());
        }
        view.put("self", self);
        view.put("file", self + "/file");
        view.put("schema", "/v2/schemas/image");
        return view;
    }

    static Map<String, Object> of(Member member) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("image_id", member.image().toString());
        view.put("member_id", member.project().value());
        view.put("status", member.status().glanceName());
        view.put("created_at", time(member.createdAt()));
        view.put("updated_at", time(member.updatedAt()));
        view.put("schema", "/v2/schemas/member");
        return view;
    }

    static Map<String, Object> members(List<Member> members) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("members", members.stream().map(ImageView::of).toList());
        view.put("schema", "/v2/schemas/members");
        return view;
    }

    static String time(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
