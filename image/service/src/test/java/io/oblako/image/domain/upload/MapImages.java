package io.oblako.image.domain.upload;

import io.oblako.image.domain.catalog.Image;
import io.oblako.image.domain.catalog.ImageData;
import io.oblako.image.domain.catalog.ImageError;
import io.oblako.image.domain.catalog.ImageFacts;
import io.oblako.image.domain.catalog.ImageId;
import io.oblako.image.domain.catalog.ImageQuery;
import io.oblako.image.domain.catalog.Images;
import io.oblako.image.domain.catalog.Member;
import io.oblako.image.domain.catalog.Members;
import io.oblako.image.domain.catalog.Upload;
import io.oblako.image.domain.quota.StorageQuota;
import io.oblako.image.domain.store.ObjectKey;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.page.Page;
import io.oblako.kernel.tx.Transactions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Images, their quota and their facts in maps that roll back: one transaction at a time. */
final class MapImages implements Images, StorageQuota, ImageFacts, Transactions, Members {

    private Map<ImageId, Image> images = new HashMap<>();
    private Map<ProjectId, Long> bytes = new HashMap<>();
    private List<Runnable> afterCommit = new ArrayList<>();
    private boolean open;
    final List<String> told = new ArrayList<>();
    long maxBytes = Long.MAX_VALUE;

    @Override
    public <T> T call(Supplier<T> work) {
        if (open) {
            return work.get();
        }
        var imagesBefore = new HashMap<>(images);
        var bytesBefore = new HashMap<>(bytes);
        int toldBefore = told.size();
        open = true;
        afterCommit = new ArrayList<>();
        try {
            T result = work.get();
            open = false;
            afterCommit.forEach(Runnable::run);
            return result;
        } catch (RuntimeException e) {
            images = imagesBefore;
            bytes = bytesBefore;
            told.subList(toldBefore, told.size()).clear();
            throw e;
        } finally {
            open = false;
        }
    }

    @Override
    public boolean open() {
        return false;
    }

    @Override
    public void afterCommit(Runnable task) {
        if (open) {
            afterCommit.add(task);
        } else {
            task.run();
        }
    }

    @Override
    public Optional<Image> find(ImageId id) {
        return Optional.ofNullable(images.get(id));
    }

    @Override
    public void add(Image image) {
        if (images.putIfAbsent(image.id(), image) != null) {
            throw new CloudException(ImageError.IMAGE_EXISTS, "exists");
        }
    }

    @Override
    public Image save(Image next) {
        Image current = images.get(next.id());
        if (current == null || current.generation() != next.generation()) {
            throw new CloudException(CommonError.STALE, "stale");
        }
        Image saved = counted(next);
        images.put(next.id(), saved);
        return saved;
    }

    private static Image counted(Image image) {
        return new Image(
                image.id(),
                image.owner(),
                image.name(),
                image.status(),
                image.visibility(),
                image.diskFormat(),
                image.containerFormat(),
                image.minDiskGib(),
                image.minRamMib(),
                image.isProtected(),
                image.hidden(),
                image.tags(),
                image.properties(),
                image.chargedBytes(),
                image.counted(),
                image.ordered(),
                image.upload(),
                image.data(),
                image.fault(),
                image.generation() + 1,
                image.createdAt(),
                image.updatedAt());
    }

    @Override
    public void remove(Image image) {
        save(image);
        images.remove(image.id());
    }

    @Override
    public Page<Image> list(ImageQuery query) {
        throw new UnsupportedOperationException("lists are tested against PostgreSQL");
    }

    @Override
    public List<Image> uploadsDeadAt(Instant now, int limit) {
        return images.values().stream()
                .filter(image -> image.uploading()
                        .filter(upload -> upload.aliveUntil().isBefore(now))
                        .isPresent())
                .limit(limit)
                .toList();
    }

    @Override
    public List<Image> unsettled(int limit) {
        return images.values().stream()
                .filter(image -> image.stored().filter(data -> !data.settled()).isPresent())
                .limit(limit)
                .toList();
    }

    @Override
    public Set<ObjectKey> known(Collection<ObjectKey> keys) {
        Set<ObjectKey> known = new HashSet<>();
        for (Image image : images.values()) {
            image.stored().map(ImageData::object).ifPresent(known::add);
            image.uploading().map(Upload::object).ifPresent(known::add);
        }
        known.retainAll(keys);
        return known;
    }

    @Override
    public void countImage(ProjectId project) {}

    @Override
    public void uncountImage(ProjectId project) {}

    @Override
    public void charge(ProjectId project, long more) {
        if (!tryCharge(project, more)) {
            throw new CloudException(ImageError.STORAGE_QUOTA, "quota");
        }
    }

    @Override
    public void chargeAnyway(ProjectId project, long more) {
        bytes.merge(project, more, Long::sum);
    }

    @Override
    public boolean tryCharge(ProjectId project, long more) {
        long total = bytes.getOrDefault(project, 0L) + more;
        if (total < 0) {
            throw new IllegalStateException("more was given back than was taken");
        }
        if (more > 0 && total > maxBytes) {
            return false;
        }
        bytes.put(project, total);
        return true;
    }

    @Override
    public Usage usageOf(ProjectId project) {
        return new Usage(images.size(), Integer.MAX_VALUE, bytes.getOrDefault(project, 0L), maxBytes);
    }

    @Override
    public void changed(Image image) {
        told.add(image.status().glanceName());
    }

    @Override
    public void gone(ImageId image) {
        told.add("gone");
    }

    @Override
    public List<Member> of(ImageId image) {
        return List.of();
    }

    @Override
    public Optional<Member> find(ImageId image, ProjectId project) {
        return Optional.empty();
    }

    @Override
    public void add(Member member) {
        throw new UnsupportedOperationException("no members here");
    }

    @Override
    public void save(Member member) {
        throw new UnsupportedOperationException("no members here");
    }

    @Override
    public boolean remove(ImageId image, ProjectId project) {
        return false;
    }
}
