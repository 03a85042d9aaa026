@NullMarked
package io.oblako.identity.contracts;

import org.jspecify.annotations.NullMarked;
