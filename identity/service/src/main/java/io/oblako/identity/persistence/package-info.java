/** The tables of identity and the classes that read and write them. */
@NullMarked
package io.oblako.identity.persistence;

import org.jspecify.annotations.NullMarked;
