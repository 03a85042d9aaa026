/** What becomes of a project's things when identity has deleted the project. */
@NullMarked
package io.oblako.network.domain.project;

import org.jspecify.annotations.NullMarked;
