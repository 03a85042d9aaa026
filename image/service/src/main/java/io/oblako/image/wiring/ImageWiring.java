package io.oblako.image.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import io.oblako.image.contracts.ImageTopics;
import io.oblako.image.domain.catalog.ChangeImage;
import io.oblako.image.domain.catalog.FollowOrders;
import io.oblako.image.domain.catalog.ImageBytes;
import io.oblako.image.domain.catalog.ImageFacts;
import io.oblako.image.domain.catalog.Images;
import io.oblako.image.domain.catalog.Members;
import io.oblako.image.domain.catalog.RegisterImage;
import io.oblako.image.domain.catalog.RemoveImage;
import io.oblako.image.domain.catalog.ShareImage;
import io.oblako.image.domain.conversion.Conversions;
import io.oblako.image.domain.quota.QuotaLimits;
import io.oblako.image.domain.quota.StorageQuota;
import io.oblako.image.domain.store.ImageStore;
import io.oblako.image.domain.upload.DiscardBytes;
import io.oblako.image.domain.upload.ReapUploads;
import io.oblako.image.domain.upload.RunningUploads;
import io.oblako.image.domain.upload.SettleImages;
import io.oblako.image.domain.upload.Transfers;
import io.oblako.image.domain.upload.UploadImage;
import io.oblako.image.domain.upload.UploadLedger;
import io.oblako.image.domain.upload.UploadLimits;
import io.oblako.image.inspect.Limits;
import io.oblako.image.store.FileImageStore;
import io.oblako.image.store.MachineRun;
import io.oblako.image.telemetry.ImageTelemetry;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.tx.Transactions;
import io.oblako.web.config.ServiceName;
import io.oblako.web.wiring.ServiceTopics;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Makes the domain's objects. */
@ApplicationScoped
class ImageWiring {

    private static final long FIRST_RESERVATION = 64L << 20;

    @Produces
    @Singleton
    static ServiceName name() {
        return new ServiceName("image", "image");
    }

    @Produces
    @Singleton
    static ServiceTopics topics() {
        return new ServiceTopics(List.of(ImageTopics.IMAGES, ImageTopics.ORDERS, ImageTopics.CONVERSIONS));
    }

    @Produces
    @Singleton
    static ImageStore store(ImageConfig config) throws IOException {
        return new FileImageStore(config.storeDir());
    }

    @Produces
    @Singleton
    static UploadLimits limits(ImageConfig config) {
        return new UploadLimits(
                Limits.DEFAULT
                        .withMaxFileBytes(config.maxImageSize().asLongValue())
                        .withMaxVirtualBytes(config.maxVirtualSize().asLongValue()),
                FIRST_RESERVATION,
                config.uploadLease(),
                config.settleAtOnce().asLongValue(),
                config.maxUploads(),
                config.uploadPatience(),
                config.minUploadRate().asLongValue());
    }

    @Produces
    @Singleton
    static QuotaLimits quotaLimits(ImageConfig config) {
        return new QuotaLimits(
                config.maxImages(),
                config.imageSizeTotal().asLongValue(),
                config.imageSizeTotals().entrySet().stream()
                        .collect(Collectors.toMap(
                                total -> ProjectId.of(total.getKey()),
                                total -> total.getValue().asLongValue())));
    }

    @Produces
    @Singleton
    static RunningUploads running() {
        return new RunningUploads();
    }

    @Produces
    @Singleton
    static Conversions conversions(Clock clock) {
        return new Conversions(clock);
    }

    @Produces
    @Singleton
    static Transfers transfers() {
        return new Transfers();
    }

    /** Made at the start, so that the meters are there before the first upload. */
    @Produces
    @Startup
    @Singleton
    static ImageTelemetry telemetry(
            MeterRegistry meters, RunningUploads running, SettleImages settle, Conversions conversions) {
        ImageTelemetry telemetry = new ImageTelemetry(meters);
        telemetry.measure(running, settle, conversions);
        return telemetry;
    }

    @Produces
    @Singleton
    static SettleImages settle(
            Transactions transactions,
            Images images,
            StorageQuota quota,
            ImageFacts facts,
            ImageStore store,
            Transfers transfers,
            Clock clock)
            throws IOException {
        return new SettleImages(transactions, images, quota, facts, store, transfers, clock, MachineRun.current());
    }

    @Produces
    @Singleton
    static ReapUploads reap(
            Transactions transactions,
            Images images,
            StorageQuota quota,
            ImageFacts facts,
            ImageStore store,
            Clock clock) {
        return new ReapUploads(transactions, images, quota, facts, store, clock);
    }

    @Produces
    @Singleton
    static UploadLedger ledger(
            Transactions transactions,
            Images images,
            Members members,
            StorageQuota quota,
            ImageFacts facts,
            UploadLimits limits,
            Clock clock) {
        return new UploadLedger(transactions, images, members, quota, facts, limits, clock, UUID::randomUUID);
    }

    @Produces
    @Singleton
    static UploadImage upload(
            UploadLedger ledger,
            ImageStore store,
            SettleImages settle,
            RunningUploads running,
            Transfers transfers,
            UploadLimits limits) {
        return new UploadImage(ledger, store, settle, running, transfers, limits);
    }

    @Produces
    @Singleton
    static ImageBytes bytes(ImageStore store, RunningUploads running, SettleImages settle) {
        return new DiscardBytes(store, running, settle);
    }

    @Produces
    @Singleton
    static RegisterImage register(Images images, StorageQuota quota, ImageFacts facts, Clock clock) {
        return new RegisterImage(images, quota, facts, clock, UUID::randomUUID);
    }

    @Produces
    @Singleton
    static ChangeImage change(Images images, Members members, StorageQuota quota, ImageFacts facts, Clock clock) {
        return new ChangeImage(images, members, quota, facts, clock);
    }

    @Produces
    @Singleton
    static RemoveImage remove(
            Transactions transactions,
            Images images,
            Members members,
            StorageQuota quota,
            ImageFacts facts,
            ImageBytes bytes) {
        return new RemoveImage(transactions, images, members, quota, facts, bytes);
    }

    @Produces
    @Singleton
    static ShareImage share(Images images, Members members, ImageFacts facts, Clock clock) {
        return new ShareImage(images, members, facts, clock);
    }

    @Produces
    @Singleton
    static FollowOrders orders(Images images, StorageQuota quota, ImageFacts facts, RemoveImage removal, Clock clock) {
        return new FollowOrders(images, quota, facts, removal, clock);
    }
}
