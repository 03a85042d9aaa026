package io.oblako.image.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** What one project stores. */
@Entity
@Table(name = "project_usage")
@NullUnmarked
class UsageRow {

    @Id
    @Column(name = "project_id")
    String projectId;

    @Column(name = "image_count")
    int imageCount;

    @Column(name = "stored_bytes")
    long storedBytes;
}
