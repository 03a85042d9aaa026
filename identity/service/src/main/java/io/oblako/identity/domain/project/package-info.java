/** Domains and projects: one tree. */
@NullMarked
package io.oblako.identity.domain.project;

import org.jspecify.annotations.NullMarked;
