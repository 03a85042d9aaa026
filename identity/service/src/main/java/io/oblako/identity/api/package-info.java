/** Keystone v3: resources, what they read and what they show. */
@NullMarked
package io.oblako.identity.api;

import org.jspecify.annotations.NullMarked;
