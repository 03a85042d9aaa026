@NullMarked
package io.oblako.network.contracts;

import org.jspecify.annotations.NullMarked;
