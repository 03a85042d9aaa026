package io.oblako.image.messaging;

import io.oblako.image.contracts.ImageFact;
import io.oblako.image.contracts.ImageTopics;
import io.oblako.image.domain.catalog.ContainerFormat;
import io.oblako.image.domain.catalog.Image;
import io.oblako.image.domain.catalog.ImageData;
import io.oblako.image.domain.catalog.ImageData.Digests;
import io.oblako.image.domain.catalog.ImageFacts;
import io.oblako.image.domain.catalog.ImageId;
import io.oblako.image.domain.catalog.Member;
import io.oblako.image.domain.catalog.MemberStatus;
import io.oblako.image.domain.catalog.Members;
import io.oblako.image.domain.catalog.Visibility;
import io.oblako.image.inspect.DiskFormat;
import io.oblako.messaging.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Facts about images, through the outbox. */
@ApplicationScoped
class PublishedImageFacts implements ImageFacts {

    private final Outbox outbox;
    private final Members members;

    PublishedImageFacts(Outbox outbox, Members members) {
        this.outbox = outbox;
        this.members = members;
    }

    @Override
    public void changed(Image image) {
        outbox.add(ImageTopics.IMAGES, image.id().toString(), fact(image, accepted(image)));
    }

    @Override
    public void gone(ImageId image) {
        outbox.tombstone(ImageTopics.IMAGES, image.toString());
    }

    private Set<String> accepted(Image image) {
        if (image.visibility() != Visibility.SHARED || image.generation() == 0) {
            return Set.of();
        }
        return members.of(image.id()).stream()
                .filter(member -> member.status() == MemberStatus.ACCEPTED)
                .map(Member::project)
                .map(Object::toString)
                .collect(Collectors.toSet());
    }

    static ImageFact fact(Image image, Set<String> accepted) {
        Map<String, String> properties = new TreeMap<>(image.properties());
        if (image.fault() != null) {
            properties.put("os_fault", image.fault());
        }
        DiskFormat disk = image.diskFormat();
        ContainerFormat container = image.containerFormat();
        Digests digests = image.stored().map(ImageData::digests).orElse(null);
        return new ImageFact(
                image.id().value(),
                image.owner().value(),
                image.name() == null ? "" : image.name(),
                image.status().glanceName(),
                image.visibility().glanceName(),
                accepted,
                disk == null ? null : disk.glanceName(),
                container == null ? null : container.glanceName(),
                image.stored().map(ImageData::bytes).orElse(0L),
                image.stored().map(ImageData::virtualBytes).orElse(0L),
                digests == null ? null : digests.sha512(),
                image.minDiskGib(),
                image.minRamMib(),
                image.hidden(),
                image.isProtected(),
                properties,
                image.generation(),
                image.createdAt(),
                image.updatedAt());
    }
}
