/** Where the bytes of images lie: the interface that a file system, S3 or Ceph implement. Plain Java. */
@NullMarked
package io.oblako.image.domain.store;

import org.jspecify.annotations.NullMarked;
