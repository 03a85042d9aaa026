/** The rules of compute in plain Java: no framework, no database, no broker. */
@NullMarked
package io.oblako.compute.domain;

import org.jspecify.annotations.NullMarked;
